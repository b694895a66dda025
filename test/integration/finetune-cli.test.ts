import { describe, expect, it } from 'vitest';
import type { RunFact } from '../../shared/domain/run.ts';
import { made, plantRuns, remote } from '../e2e/planted-runs.ts';
import { assay, startAssay } from '../fixtures/assay.ts';
import { fakeOpenAI, filed } from '../fixtures/fake-openai.ts';
import { ownProvider, tunable } from '../fixtures/runs.ts';
import { TuningDesk } from '../fixtures/tuning.ts';

describe('the command line', () => {
  const noKey = { kind: 'wrong-key' as const, message: 'There is no key.', safe: 'Safe.', remedy: 'Enter one.' };

  it('tells what stands in the way of a run, or has ended it, as the window does', async () => {
    const desk = await TuningDesk.open('http://127.0.0.1:1/v1');
    await desk.close();
    const failed = { kind: 'refused' as const, message: 'It has failed.', safe: 'Safe.', remedy: 'Build again.' };
    plantRuns(desk.folder, [
      { model: 'unsent', facts: [], error: noKey },
      { model: 'lost', facts: [...made, { what: 'told', job: remote('running') }, { what: 'cancel-begun' }] },
      { model: 'failed', facts: [...made, { what: 'told', job: remote('failed') }], error: failed },
    ]);
    const { stdout } = await assay('finetune', 'list', '--workspace', desk.folder);
    const [last, lost, unsent] = stdout.split('\n');
    expect(last).toContain('failed at the provider');
    expect([lost, unsent]).toEqual([expect.stringContaining('stands still'), expect.stringContaining('stands still')]);
    const one = async (line = '') =>
      (await assay('finetune', 'list', line.slice(0, 36), '--workspace', desk.folder)).stdout;
    expect(await one(last)).toContain('It has failed. Safe. Build again.');
    expect(await one(lost)).toMatch(/stands still +\(running\)[\s\S]*Nothing follows this run/);
    expect(await one(unsent)).toContain('There is no key. Safe. Enter one.');
  });

  it('names the job of a run that asks, and gives another up', async () => {
    const { server, clock, client } = await fakeOpenAI();
    const desk = await TuningDesk.open(server.url);
    await desk.close();
    const line = { messages: ['user', 'assistant'].map((role) => ({ role, content: 'Hello.' })) };
    const fileId = await filed(client, `${JSON.stringify(line)}\n`.repeat(12));
    const job = await client.fineTuning.jobs.create({ model: tunable, training_file: fileId });
    clock.advance({ days: 1 });
    const provider = ownProvider(server.url);
    const asks: RunFact[] = [
      { what: 'uploaded', side: 'train', fileId },
      { what: 'create-begun' },
      { what: 'not-found' },
    ];
    plantRuns(desk.folder, [
      { model: tunable, provider, facts: asks },
      { model: tunable, provider, facts: asks },
      { model: tunable, provider, facts: [...made, { what: 'told', job: remote('running') }], error: noKey },
    ]);
    const env = { ASSAY_PROVIDER_KEY: 'sk-good' };
    const run = (...args: string[]) =>
      startAssay(['finetune', ...args, '--workspace', desk.folder, '--json'], { env }).ended;
    const ids: string[] = JSON.parse((await run('list')).stdout).runs.map(({ id }: { id: string }) => id);
    const [stuck = '', second = '', first = ''] = ids;
    expect(await run('link', first, 'ftjob-none')).toMatchObject({ code: 3 });
    const linked = await run('link', first, job.id);
    expect(JSON.parse(linked.stdout).runs).toMatchObject([{ phase: 'succeeded', remoteId: job.id }]);
    for (const id of [second, stuck])
      expect(JSON.parse((await run('give-up', id)).stdout)).toMatchObject({ run: { id, phase: 'abandoned' } });
    expect(await run('give-up', first)).toMatchObject({ stdout: '', stderr: expect.stringContaining('is over') });
    expect(server.state.jobs.size).toBe(1);
  });

  it('4 for a job that its provider does not have: the workspace and the run are there', async () => {
    const { server } = await fakeOpenAI();
    const desk = await TuningDesk.open(server.url);
    await desk.close();
    plantRuns(desk.folder, [{ model: tunable, provider: ownProvider(server.url), facts: made, error: noKey }]);
    const env = { ASSAY_PROVIDER_KEY: 'sk-good' };
    const { code, stderr } = await startAssay(['finetune', 'watch', '--workspace', desk.folder, '--json'], { env })
      .ended;
    expect({ code, ...JSON.parse(stderr).error }).toMatchObject({ code: 4, kind: 'not-found' });
  });

  it('says when a run that waits for its server asks again', async () => {
    const { server, client } = await fakeOpenAI();
    const desk = await TuningDesk.open(server.url);
    await desk.close();
    const line = { messages: ['user', 'assistant'].map((role) => ({ role, content: 'Hello.' })) };
    const fileId = await filed(client, `${JSON.stringify(line)}\n`.repeat(12));
    const { id: jobId } = await client.fineTuning.jobs.create({ model: tunable, training_file: fileId });
    const facts: RunFact[] = [...made.slice(0, 2), { what: 'created', jobId, by: 'answer' }];
    plantRuns(desk.folder, [{ model: tunable, provider: ownProvider(server.url), facts, error: noKey }]);
    server.faults.next('GET /fine_tuning/jobs/:id', { kind: 'rate-limit', retryAfterSeconds: 86_400 });
    const env = { ASSAY_PROVIDER_KEY: 'sk-good' };
    const { child, ended } = startAssay(['finetune', 'watch', '--workspace', desk.folder], { env });
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    await expect
      .poll(() => said, { timeout: 60_000 })
      .toMatch(/takes no more for now.*Asking again at \d\d:\d\d:\d\d on \d+ \w+\./);
    child.kill('SIGINT');
    await ended;
  });

  it('gives a server that is known another address, and leaves the rest of it as it is', async () => {
    const desk = await TuningDesk.open('http://127.0.0.1:1/v1');
    const capabilities = { dpo: false, parts: false, metadata: false, largestFile: 10, longestExample: 20 };
    const newJobsUntil = { day: '2027-01-01', source: 'https://example.com/news' };
    await desk.handlers['providers.save']({ ...ownProvider('http://127.0.0.1:1/v1'), capabilities, newJobsUntil });
    await desk.close();
    const add = async (given: string) =>
      JSON.parse((await assay('finetune', 'providers', '--add', given, '--workspace', desk.folder, '--json')).stdout);
    const { providers } = await add('own=https://example.com/v1');
    expect(providers).toContainEqual({
      ...ownProvider('https://example.com/v1'),
      ...{ capabilities, newJobsUntil, key: 'none' },
    });
    expect((await add('new=https://example.org/v1')).providers).toHaveLength(4);
  });

  it('names the option that does not fit, and its bounds', async () => {
    const desk = await TuningDesk.open('http://127.0.0.1:1/v1');
    const datasetId = (await desk.handlers['dataset.list']()).datasets[0]?.id ?? '';
    await desk.close();
    const address = `https://example.com/${'a'.repeat(2_000)}`;
    const tuning = ['preflight', '--dataset', datasetId, '--provider', 'own', '--model'];
    for (const [said, ...args] of [
      ['baseUrl: Too big: expected string to have <=2000 characters.', 'providers', '--add', `long=${address}`],
      ['suffix: it is 1 to 64 letters, digits and hyphens.', ...tuning, tunable, '--suffix', 'a'.repeat(65)],
      ['model: Too big: expected string to have <=200 characters.', ...tuning, 'a'.repeat(201)],
      ['seed: Invalid input: expected number, received NaN.', ...tuning, tunable, '--seed', ''],
    ] as const) {
      const { code, stdout, stderr } = await assay('finetune', ...args, '--workspace', desk.folder, '--json');
      expect({ code, stdout, ...JSON.parse(stderr).error }).toMatchObject({ code: 2, stdout: '', message: said });
    }
  });
});
