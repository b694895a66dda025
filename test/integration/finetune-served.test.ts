import { expect, it } from 'vitest';
import { defaultCapabilities } from '../../shared/rules/providers.ts';
import { made, plantRuns, remote } from '../e2e/planted-runs.ts';
import { startAssay } from '../fixtures/assay.ts';
import { fakeOpenAI, filed } from '../fixtures/fake-openai.ts';
import { ownProvider } from '../fixtures/runs.ts';
import { TuningDesk } from '../fixtures/tuning.ts';

const noKey = { kind: 'wrong-key' as const, message: 'No key.', safe: 'Nothing was lost.', remedy: 'Enter one.' };

/** A run whose job has succeeded at a server that gives weights; Assay was closed before the model was served. */
async function unserved() {
  const { server, clock, client, exchanges } = await fakeOpenAI({ habits: { givesWeights: true, fileStatus: null } });
  const line = { messages: ['user', 'assistant'].map((role) => ({ role, content: 'Hello.' })) };
  const file = await filed(client, `${JSON.stringify(line)}\n`.repeat(12));
  const { id: jobId } = await client.fineTuning.jobs.create({ model: 'gpt-4o-mini-2024-07-18', training_file: file });
  clock.advance({ days: 1 });
  const desk = await TuningDesk.open(server.url);
  await desk.close();
  const facts = [
    ...made.slice(0, 2),
    { what: 'created' as const, jobId, by: 'answer' as const },
    { what: 'told' as const, job: { ...remote('succeeded'), jobId } },
  ];
  const provider = { ...ownProvider(server.url), kind: 'nebius' as const, capabilities: defaultCapabilities };
  plantRuns(desk.folder, [{ model: 'weights', suffix: 'support', provider, facts, error: noKey }]);
  return { desk, server, exchanges };
}

it('a run whose model is not served yet goes on with a key, and holds its provider until then', async () => {
  const { desk } = await unserved();
  await desk.reopen({ withKey: false });
  const [run] = await desk.handlers['finetune.list']();
  expect(run).toMatchObject({ phase: 'succeeded', model: null });
  await expect(desk.handlers['providers.remove']({ id: 'own' })).rejects.toMatchObject({ kind: 'conflict' });
  await desk.giveKey();
  expect((await desk.ended(run?.id ?? '')).model).toContain('assay-support');
  await desk.handlers['providers.remove']({ id: 'own' });
});

it('a run whose model is not served yet is resumed, and watched on the command line', async () => {
  const { desk } = await unserved();
  const watched = await startAssay(['finetune', 'watch', '--workspace', desk.folder, '--json'], {
    env: { ASSAY_PROVIDER_KEY: 'sk-good' },
  }).ended;
  expect(watched).toMatchObject({ code: 0 });
  expect(JSON.parse(watched.stdout).runs).toMatchObject([{ model: expect.stringContaining('assay-support') }]);
});

it.each(['at work', 'cancelled'] as const)(
  'a run whose model is never served can be given up, and holds its provider no longer (%s)',
  async (state) => {
    const { desk, server, exchanges } = await unserved();
    server.faults.otherwise = (route) =>
      route === 'POST /v0/models' ? { kind: 'error', status: 503, effect: 'none' } : null;
    await desk.reopen();
    await expect.poll(() => exchanges.some(({ route }) => route === 'POST /v0/models')).toBe(true);
    const [{ id, jobId } = { id: '', jobId: '' }] = await desk.handlers['finetune.list']();
    if (state === 'cancelled') {
      await desk.handlers['jobs.cancel']({ id: jobId ?? '' });
      await desk.ended(id);
    }
    await desk.handlers['finetune.abandon']({ id });
    expect(await desk.ended(id)).toMatchObject({ phase: 'abandoned', model: null });
    await desk.handlers['providers.remove']({ id: 'own' });
  },
);
