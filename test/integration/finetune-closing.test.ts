import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { TuningDesk } from '../fixtures/tuning.ts';
import type { Fault } from '../openai/faults.ts';

const create = 'POST /fine_tuning/jobs';
const watch = 'GET /fine_tuning/jobs/:id/events';
const down: Fault = { kind: 'error', status: 503, effect: 'none' };

it('Assay closed while it asks for the job goes on at its next start, and finds the job that was made', async () => {
  const { server, clock, exchanges } = await fakeOpenAI();
  const desk = await TuningDesk.open(server.url);
  const asked = Promise.withResolvers<void>();
  server.faults.otherwise = (route) => {
    if (route !== create) return null;
    asked.resolve();
    // The server is at it when the connection goes, and finishes what it has begun.
    return { kind: 'latency', ms: 500 };
  };
  const { id, jobId } = await desk.begin();
  await asked.promise;
  await desk.close();
  await expect.poll(() => server.state.jobs.size).toBe(1);
  clock.advance({ days: 1 });

  await desk.reopen();
  const log = await desk.handlers['jobs.log']({ id: jobId ?? '', after: 0, limit: 100 });
  expect(log.map(({ text }) => text)).toContain('Stopped because Assay closes.');
  expect(await desk.ended(id)).toMatchObject({ phase: 'succeeded', remoteId: [...server.state.jobs.keys()][0] });
  expect(exchanges.filter(({ route }) => route === create)).toHaveLength(1);
});

it('a question that its provider does not answer does not keep Assay from closing', async () => {
  const { server } = await fakeOpenAI();
  const desk = await TuningDesk.open(server.url);
  const asked = Promise.withResolvers<void>();
  server.faults.otherwise = () => {
    asked.resolve();
    return { kind: 'latency', ms: 120_000 };
  };
  const question = desk.handlers['providers.models']({ id: 'own' });
  await asked.promise;
  // Sooner than the minute after which an answer is taken to be lost.
  await Promise.all([expect(question).rejects.toThrow(), desk.close()]);
}, 30_000);

describe('a cancellation', () => {
  /** A run of which the provider has made the job, and does not tell how that is. */
  async function following() {
    const { server, clock } = await fakeOpenAI();
    const desk = await TuningDesk.open(server.url);
    server.faults.otherwise = (route) => (route === watch ? down : null);
    const { id } = await desk.begin();
    await expect.poll(async () => (await desk.run(id)).phase).toBe('following');
    const statuses = () =>
      Promise.all([...server.state.jobs.values()].map(async (job) => (await job.prepared).life.statusAt(clock.now())));
    return { server, desk, id, statuses };
  }

  it('is asked for although nobody hears how the job is', async () => {
    const { desk, id, statuses } = await following();
    await desk.handlers['finetune.cancel']({ id });
    await expect.poll(statuses).toEqual(['cancelled']);
  });

  it('is asked for at the next start where nobody answered before Assay was closed', async () => {
    const { server, desk, id, statuses } = await following();
    server.faults.otherwise = () => down;
    expect(await desk.handlers['finetune.cancel']({ id })).toMatchObject({ cancelling: true });
    await desk.close();
    expect(await statuses()).not.toContain('cancelled');
    server.faults.otherwise = () => null;
    await desk.reopen();
    expect(await desk.ended(id)).toMatchObject({ phase: 'cancelled', cancelling: false });
    expect(await statuses()).toEqual(['cancelled']);
  });

  it('that no server hears any more is given up, and so is the run, which holds its provider no longer', async () => {
    const { server, desk, id, statuses } = await following();
    await expect(async () => desk.handlers['finetune.abandon']({ id })).rejects.toMatchObject({ kind: 'conflict' });
    server.faults.otherwise = () => down;
    const { jobId } = await desk.handlers['finetune.cancel']({ id });
    await expect(desk.handlers['providers.remove']({ id: 'own' })).rejects.toMatchObject({ kind: 'conflict' });
    expect(await desk.handlers['finetune.abandon']({ id })).toMatchObject({ phase: 'abandoned', cancelling: false });
    expect(await desk.ended(id)).toMatchObject({ phase: 'abandoned' });
    expect(desk.jobs.get(jobId ?? '').state).toBe('cancelled');
    await desk.handlers['providers.remove']({ id: 'own' });
    expect(await statuses()).not.toContain('cancelled');
  });

  it('that was given up while Assay was closed is taken up by nobody', async () => {
    const { server, desk, id } = await following();
    server.faults.otherwise = () => down;
    const { jobId } = await desk.handlers['finetune.cancel']({ id });
    await desk.close();
    await desk.reopen({ withKey: false, goesOn: false });
    await desk.handlers['finetune.abandon']({ id });
    desk.jobs.goOn();
    await desk.ended(id);
    expect(desk.jobs.get(jobId ?? '')).toMatchObject({ state: 'cancelled', error: null });
  });
});

it('a run is there with its job, or not at all', async () => {
  const { server, exchanges } = await fakeOpenAI();
  const desk = await TuningDesk.open(server.url);
  const id = uuidv7();
  const db = openWritable(workspaceFiles(desk.folder).work, 'full');
  for (const refused of ['INSERT ON runs', 'INSERT ON jobs', 'UPDATE OF job_id ON runs']) {
    db.exec(`CREATE TRIGGER refused BEFORE ${refused} BEGIN SELECT raise(ABORT, 'database or disk is full'); END`);
    await expect(desk.begin(id)).rejects.toThrow('disk is full');
    db.exec('DROP TRIGGER refused');
    expect(await desk.handlers['finetune.list']()).toEqual([]);
    expect(desk.jobs.list().filter(({ kind }) => kind === 'finetune')).toEqual([]);
  }
  db.close();
  expect(exchanges.map(({ method }) => method)).not.toContain('POST');
  expect((await desk.begin(id)).jobId).not.toBeNull();
});
