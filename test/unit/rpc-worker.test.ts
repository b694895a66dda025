import { describe, expect, it } from 'vitest';
import { RpcWorker } from '../../electron/service/store/worker.ts';
import type { FallibleApi } from '../fixtures/rpc.worker.ts';

const url = new URL('../fixtures/rpc.worker.ts', import.meta.url);
const newThread = () => new RpcWorker<FallibleApi>('fallible', url, null);

describe('a thread', () => {
  it('that a defect ended fails what it was asked, and answers again', async () => {
    const thread = newThread();
    const first = await thread.call('thread', null);
    const [fell, beside] = await Promise.allSettled([thread.call('fall', null), thread.call('fall', null)]);
    expect([fell, beside]).toMatchObject([
      { status: 'rejected', reason: { message: 'a defect' } },
      { status: 'rejected', reason: { message: 'a defect' } },
    ]);
    expect(await thread.call('thread', null)).not.toBe(first);
    await thread.close();
  });

  it('that was closed answers what it was asked before, and starts no more', async () => {
    const thread = newThread();
    const asked = thread.call('thread', null);
    await thread.close();
    expect(await asked).toBeGreaterThan(0);
    await expect(thread.call('thread', null)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(thread.running).toBe(false);
    await thread.close();

    const never = newThread();
    await never.close();
    await expect(never.call('thread', null)).rejects.toMatchObject({ kind: 'cancelled' });
    expect(never.running).toBe(false);
  });
});
