import { afterEach, expect, it, vi } from 'vitest';
import { workspaceClosed } from '../../electron/service/store/closed.ts';
import { countOf } from '../../renderer/dataset/store.ts';
import { recipe } from '../fixtures/datasets.ts';

afterEach(() => vi.unstubAllGlobals());

it('a count that ends with its workspace is not asked for again and again until another is open', async () => {
  const answers = [{ ok: false, error: workspaceClosed().report() }];
  const call = vi.fn(async () => answers.shift() ?? { ok: true, value: 'asked again' });
  vi.stubGlobal('window', { assay: { call } });
  await expect(countOf(recipe(), new AbortController().signal)).rejects.toMatchObject({ kind: 'cancelled' });
  expect(call).toHaveBeenCalledOnce();
});
