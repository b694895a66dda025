import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { main } from '../../electron/cli/main.ts';
import { lineageName } from '../../electron/service/dataset/lockfile/lineage.ts';
import { Evaluations } from '../../electron/service/evaluation/evaluations.ts';
import { assay, startAssay } from '../fixtures/assay.ts';
import { runFirst } from '../fixtures/clock.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { build } from '../fixtures/datasets.ts';
import {
  baseModel,
  comparedModels,
  datasetWithHoldout,
  judgeAll,
  planOn,
  tunedModel,
} from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openTestService } from '../fixtures/service.ts';

async function site(latencyMs = 0) {
  const openai = await fakeOpenAI({ models: comparedModels, keys: { 'sk-secret-of-mine': 'ok' }, latencyMs });
  const folder = temporaryFolder();
  const service = openTestService(folder);
  const datasetId = await datasetWithHoldout(service, approvedRows(40));
  await planOn(service, openai.server.url, datasetId);
  await service.close();
  const args = [
    ...['evaluate', 'create', '--workspace', folder, '--name', 'First round', '--dataset', datasetId.slice(0, 12)],
    ...['--base', `own:${baseModel}`, '--tuned', `own:${tunedModel}`, '--json'],
  ];
  const create = (env: NodeJS.ProcessEnv = {}) =>
    startAssay(args, { env: { ASSAY_PROVIDER_KEY: 'sk-secret-of-mine', ...env } });
  return { openai, folder, datasetId, args, create };
}

const chat = 'POST /chat/completions';

/** Ctrl-C, in the moment from which on the command listens for it. */
const interruptedAtOnce = runFirst(`const listen = process.on;
  process.on = function (name, listener) {
    listen.call(this, name, listener);
    if (name === 'SIGTERM') process.kill(process.pid, 'SIGINT');
    return this;
  };`);

describe('assay evaluate', () => {
  it('asks for the answers, lists, and tells the results once they are open', async () => {
    const { openai, folder, create } = await site();
    const { code, stdout, stderr } = await create().ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { id, items } = JSON.parse(stdout);
    expect(openai.exchanges.filter(({ route }) => route === chat)).toHaveLength(2 * items);

    const closed = await assay('evaluate', 'results', id, '--workspace', folder);
    expect(closed).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('are not open') });
    const service = openTestService(folder);
    await judgeAll(service, id, () => 'tie');
    // Beside a window.
    const listed = await assay('evaluate', 'list', '--workspace', folder);
    expect(listed).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`First round: ${items} of ${items} judgments`),
    });
    await service.close();
    const opened = await assay('evaluate', 'results', id.slice(0, 13), '--open', '--workspace', folder);
    expect(opened).toMatchObject({ code: 0, stderr: '' });
    expect(opened.stdout).toContain(`The tuned model wins 50.0 % of ${items} conversations`);
    expect(opened.stdout).toContain('Every conversation was a tie: there is nothing to test.');

    for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()))
      expect(readFileSync(join(name.parentPath, name.name)).includes('sk-secret-of-mine'), name.name).toBe(false);
  });

  it('has the service check what was typed, and not the service’s own answer', async () => {
    const { args } = await site();
    const create = vi.spyOn(Evaluations.prototype, 'create');
    vi.stubEnv('ASSAY_PROVIDER_KEY', 'sk-secret-of-mine');
    onTestFinished(() => {
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    });
    expect(await main([...args, '--confirm', '9.00 USD'])).toBe(0);
    expect(create.mock.calls).toEqual([[expect.any(String), expect.any(Object), '9.00 USD']]);
  });

  it('ends with 1 for a dataset that holds nothing out for it, and with 3 for one that was changed or is not there', async () => {
    const { folder, args, datasetId } = await site();
    const unreadable = build(folder, { formats: ['sharegpt'] });
    rmSync(join(folder, 'datasets', datasetId.slice(0, 16), lineageName));
    for (const [dataset, code, kind] of [
      [unreadable.id, 1, 'empty'],
      [datasetId, 3, 'conflict'],
      ['f'.repeat(64), 3, 'not-found'],
    ] as const) {
      const asked = args.map((arg, index) => (args[index - 1] === '--dataset' ? dataset : arg));
      const ended = await startAssay(asked, { env: { ASSAY_PROVIDER_KEY: 'sk-secret-of-mine' } }).ended;
      expect({ ...ended, ...JSON.parse(ended.stderr).error }).toMatchObject({ code, stdout: '', kind });
    }
  });

  it('stops at Ctrl-C with what has come, and the same command asks for the rest', async () => {
    const { openai, create } = await site(30);
    const first = create();
    await expect
      .poll(() => openai.exchanges.filter(({ route }) => route === chat).length, { timeout: 20_000 })
      .toBeGreaterThan(12);
    first.child.kill('SIGINT');
    const { code, stdout } = await first.ended;
    expect(code).toBe(130);
    const stopped = JSON.parse(stdout);
    expect(stopped.phase).toBe('stopped');
    const again = await create().ended;
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ id: stopped.id, phase: 'judging', answered: stopped.items });
    const requests = openai.exchanges.filter(({ route }) => route === chat);
    expect(requests.length - 2 * stopped.items).toBeLessThanOrEqual(8);
  });

  it('asks for nothing after a Ctrl-C that comes before it has begun', async () => {
    const { openai, folder, create } = await site();
    const env = { NODE_OPTIONS: interruptedAtOnce };
    const stopped = await create(env).ended;
    expect(stopped).toMatchObject({ code: 130, stdout: '' });
    expect(JSON.parse(stopped.stderr.trim())).toMatchObject({
      error: { kind: 'cancelled', safe: 'Nothing was sent, and nothing was charged.' },
    });
    expect(openai.exchanges).toEqual([]);
    const listed = await assay('evaluate', 'list', '--workspace', folder, '--json');
    expect(JSON.parse(listed.stdout)).toEqual({ evaluations: [] });
    expect((await create().ended).code).toBe(0);
  });

  it('takes no key from the command line, and says what an option lacks', async () => {
    const { args } = await site();
    const without = startAssay(args);
    without.child.stdin.end();
    expect(await without.ended).toMatchObject({ code: 2, stderr: expect.stringContaining('ASSAY_PROVIDER_KEY') });
    const wrong = await assay(...args.slice(0, -1), '--judges', 'many');
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('judges') });
    expect(await assay(...args.slice(0, 4))).toMatchObject({ code: 2, stderr: expect.stringContaining('--base') });
  });
});
