import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { ProviderError } from '../../electron/service/finetune/providers/failures.ts';
import type { Provider } from '../../electron/service/finetune/providers/provider.ts';
import type { RunDesk } from '../../electron/service/finetune/run/world.ts';
import { translate } from '../../electron/service/store/database.ts';
import type { Run } from '../../shared/domain/run.ts';
import { fakeOpenAI, filed, type OpenAIDesk } from '../fixtures/fake-openai.ts';
import { seeded } from '../fixtures/random.ts';
import { type Attempt, Killed, RunBench, tunable } from '../fixtures/runs.ts';
import { everyFault, type Fault, seededFaults } from '../openai/faults.ts';

const create = 'POST /fine_tuning/jobs';

/** What a server may do to the one request that makes a job, and to those that look for it. */
const effects: Fault[] = [
  { kind: 'error', status: 500, effect: 'none' },
  { kind: 'error', status: 500, effect: 'now' },
  { kind: 'error', status: 503, effect: { afterSeconds: 45 } },
  { kind: 'error', status: 502, effect: { afterSeconds: 240 } },
  { kind: 'error', status: 500, effect: { afterSeconds: 2_000 } },
  { kind: 'drop', effect: 'none' },
  { kind: 'drop', effect: 'now' },
  { kind: 'drop', effect: { afterSeconds: 120 } },
  { kind: 'rate-limit', retryAfterSeconds: 20 },
  { kind: 'page' },
];

/** The jobs that the server has made for a run, whatever they were marked with. */
function jobsOf(desk: OpenAIDesk, id: string): string[] {
  const jobs = [...desk.server.state.jobs.values()];
  return jobs.filter(({ trainingFile }) => trainingFile.filename.includes(id)).map((job) => job.id);
}

function requestsFor(desk: OpenAIDesk, id: string): number {
  return desk.exchanges.filter(({ route, json }) => route === create && JSON.stringify(json).includes(id)).length;
}

/** Ends the program at the n-th step: before or after a record, before or after a request. */
function killedAt(step: number): Attempt {
  let at = 0;
  const die = () => {
    if (at++ === step) throw new Killed();
  };
  const around = <A extends unknown[], R>(act: (...given: A) => Promise<R>) => {
    return async (...given: A): Promise<R> => {
      die();
      const result = await act(...given);
      die();
      return result;
    };
  };
  return {
    desk: ({ note, noteWatched }: RunDesk) => ({ note: around(note), noteWatched: around(noteWatched) }),
    provider: (provider: Provider) => ({
      ...provider,
      send: around(provider.send),
      create: around(provider.create),
      jobs: around(provider.jobs),
      watch: around(provider.watch),
    }),
  };
}

/** Starts the program again and again until the run is over, ended at these steps of its lives. */
async function liveThrough(bench: RunBench, id: string, kills: readonly number[]): Promise<Run> {
  for (const step of kills) {
    try {
      return await bench.live(id, killedAt(step));
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
    }
  }
  return bench.live(id);
}

function holdsItsPromise(desk: OpenAIDesk, run: Run): void {
  const jobs = jobsOf(desk, run.id);
  expect(jobs.length, 'jobs of one run').toBeLessThanOrEqual(1);
  expect(requestsFor(desk, run.id), 'requests that make a job').toBeLessThanOrEqual(1);
  // Either it knows its job, or it asks a person, or the server has said no.
  if (run.phase === 'succeeded') expect(run.remoteId).toBe(jobs[0]);
  else if (run.phase === 'refused') expect(jobs).toEqual([]);
  else expect(run.phase).toBe('asks');
}

describe('a run makes one job at most', () => {
  // Half a minute of work; a machine that is at other things too gives it a part of itself.
  it('over 300 schedules of lost answers, late effects, late lists, dropped marks and kills', {
    timeout: 360_000,
  }, async () => {
    const desk = await fakeOpenAI({ pace: { validatingSeconds: 5, queuedSeconds: 5, secondsPerStep: 2 } });
    const bench = new RunBench(desk.server, desk.clock);
    const ends: Record<string, number> = {};
    for (let seed = 0; seed < 300; seed++) {
      const random = seeded(seed);
      const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
      const { habits } = desk.server.state;
      habits.listLagSeconds = one([0, 0, 5, 60, 300, 1_500]);
      habits.ignoresMetadata = random() < 0.5;
      habits.fileStatus = one(['processed', null] as const);
      habits.queuedState = one(['queued', 'resource_preparing']);
      if (random() < 0.8) desk.server.faults.next(create, one(effects));
      desk.server.faults.otherwise = random() < 0.5 ? seededFaults(seed, 0.15, everyFault) : () => null;
      const kills = Array.from({ length: Math.floor(random() * 4) }, () => Math.floor(random() * 16));
      const id = bench.begin();
      const run = await liveThrough(bench, id, kills);
      holdsItsPromise(desk, run);
      ends[run.phase] = (ends[run.phase] ?? 0) + 1;
    }
    console.log(`300 schedules: ${JSON.stringify(ends)}`);
    // Schedules that never lose, refuse or finish anything would prove nothing.
    expect(Object.keys(ends).sort()).toEqual(['asks', 'refused', 'succeeded']);
    for (const times of Object.values(ends)) expect(times).toBeGreaterThan(10);
  });

  it('when it is ended at each step there is, in its first life', async () => {
    const desk = await fakeOpenAI({ pace: { validatingSeconds: 1, queuedSeconds: 1, secondsPerStep: 1 } });
    const bench = new RunBench(desk.server, desk.clock);
    const phases: string[] = [];
    for (let step = 0; step < 16; step++) {
      const run = await liveThrough(bench, bench.begin(), [step]);
      holdsItsPromise(desk, run);
      phases.push(run.phase);
    }
    // Only what was ended between the note and the request was never asked for: a person is asked, and it is not asked again.
    expect(phases.filter((phase) => phase === 'asks')).toHaveLength(2);
    expect(phases.filter((phase) => phase === 'succeeded')).toHaveLength(14);
  });

  it('finds a job that appears after the window when a person has it looked for again', async () => {
    const desk = await fakeOpenAI();
    const bench = new RunBench(desk.server, desk.clock);
    const id = bench.begin();
    desk.server.faults.next(create, { kind: 'drop', effect: { afterSeconds: 3_000 } });
    expect(await bench.live(id)).toMatchObject({ phase: 'asks', remoteId: null });
    expect(await bench.live(id)).toMatchObject({ phase: 'asks' });
    desk.clock.advance({ hours: 1 });
    const run = await bench.live(id);
    expect(run.phase).toBe('succeeded');
    expect(jobsOf(desk, id)).toEqual([run.remoteId]);
    expect(requestsFor(desk, id)).toBe(1);
  });

  it('over a backup of long before, at a server that keeps no marks and has made hundreds of jobs since', async () => {
    const desk = await fakeOpenAI({ habits: { ignoresMetadata: true } });
    const bench = new RunBench(desk.server, desk.clock);
    const id = bench.begin();
    const { remoteId, ...begun } = await bench.live(id);
    const text = `${JSON.stringify({ messages: ['user', 'assistant'].map((role) => ({ role, content: 'Hello.' })) })}\n`;
    for (let index = 0; index < 120; index++) {
      const training_file = await filed(desk.client, text.repeat(12));
      await desk.client.fineTuning.jobs.create({ model: tunable, training_file });
    }
    const restored = new RunBench(desk.server, desk.clock);
    restored.runs.add(id, begun);
    expect(await restored.live(id)).toMatchObject({ phase: 'succeeded', remoteId });
    expect(jobsOf(desk, id)).toEqual([remoteId]);
    expect(requestsFor(desk, id)).toBe(1);
  });

  it.each([true, false])(
    'over a backup of before the request, with a mark that is kept or not (%s)',
    async (marked) => {
      const desk = await fakeOpenAI({ habits: { ignoresMetadata: !marked } });
      const bench = new RunBench(desk.server, desk.clock);
      const id = bench.begin();
      const { remoteId, ...begun } = await bench.live(id);
      const restored = new RunBench(desk.server, desk.clock);
      restored.runs.add(id, begun);
      expect(await restored.live(id)).toMatchObject({ phase: 'succeeded', remoteId });
      expect(requestsFor(desk, id)).toBe(1);
      const by = marked ? 'run-id' : 'file';
      expect(restored.runs.facts(id)).toContainEqual({ what: 'created', jobId: remoteId, by });
    },
  );

  it('and takes none that another run has asked for, also where that trains on the same file', async () => {
    const desk = await fakeOpenAI();
    const bench = new RunBench(desk.server, desk.clock);
    const id = bench.begin();
    let others = '';
    const run = await bench.live(id, {
      desk: ({ note, noteWatched }) => ({
        noteWatched,
        async note(fact) {
          if (fact.what === 'uploaded') {
            const metadata = { assay_run_id: uuidv7() };
            const asked = { model: tunable, training_file: fact.fileId, metadata };
            others = (await desk.client.fineTuning.jobs.create(asked)).id;
          }
          return note(fact);
        },
      }),
    });
    expect(run.phase).toBe('succeeded');
    expect(run.remoteId).not.toBe(others);
    expect(requestsFor(desk, id)).toBe(1);
  });

  it('when it is cancelled in the moment that an earlier life’s job is found', async () => {
    const desk = await fakeOpenAI({ pace: { secondsPerStep: 600 } });
    const bench = new RunBench(desk.server, desk.clock);
    const id = bench.begin({ epochs: 40 });
    await expect(
      bench.live(id, {
        desk: ({ note, noteWatched }) => ({
          noteWatched,
          async note(fact) {
            const state = await note(fact);
            if (fact.what === 'created') throw new Killed();
            return state;
          },
        }),
      }),
    ).rejects.toThrow(Killed);
    const restored = new RunBench(desk.server, desk.clock);
    restored.runs.add(id, bench.runs.get(id));
    const run = await restored.live(id, {
      desk: (onDisk) => ({
        ...onDisk,
        async note(fact) {
          if (fact.what === 'created') restored.runs.note(id, { what: 'cancel-begun' });
          return onDisk.note(fact);
        },
      }),
    });
    expect(run).toMatchObject({ phase: 'cancelled', remote: { status: 'cancelled' } });
    expect(requestsFor(desk, id)).toBe(1);
  });

  it('at a server that has no list of jobs', async () => {
    const desk = await fakeOpenAI();
    const bench = new RunBench(desk.server, desk.clock);
    const none = new ProviderError(
      { kind: 'not-found', message: 'No such list.', safe: 'All.', remedy: 'None.' },
      { outcome: 'declined', passing: false, retryAfterMs: null },
    );
    const run = await bench.live(bench.begin(), {
      provider: (provider) => ({ ...provider, jobs: () => Promise.reject(none) }),
    });
    expect(run.phase).toBe('succeeded');
  });
});

it('a disk that is full when the job is there says that it goes on there, and the same run finds it', async () => {
  const desk = await fakeOpenAI();
  const bench = new RunBench(desk.server, desk.clock);
  const id = bench.begin();
  const full = new Database.SqliteError('database or disk is full', 'SQLITE_FULL');
  const onFullDisk = ({ note, noteWatched }: RunDesk): RunDesk => ({
    noteWatched,
    note: (fact) => (fact.what === 'created' ? Promise.reject(translate('the workspace', full)) : note(fact)),
  });
  await expect(bench.live(id, { desk: onFullDisk })).rejects.toMatchObject({
    kind: 'io',
    message: expect.stringContaining('The disk refused'),
    safe: 'What the provider has begun goes on there, and costs what it costs.',
    remedy: expect.stringMatching(/go on with this run .* A new run would .* be paid for as well\./),
  });
  expect(jobsOf(desk, id)).toHaveLength(1);
  expect(await bench.live(id)).toMatchObject({ phase: 'succeeded' });
  expect(requestsFor(desk, id)).toBe(1);
});
