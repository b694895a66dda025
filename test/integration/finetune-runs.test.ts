import { describe, expect, it } from 'vitest';
import type { RunProgress, RunWorld } from '../../electron/service/finetune/run/world.ts';
import type { RunEvent } from '../../shared/domain/run.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { Killed, providerAt, RunBench, trainingFile } from '../fixtures/runs.ts';

/** Steps take minutes: a job of days. */
const slow = { validatingSeconds: 600, queuedSeconds: 3_600, secondsPerStep: 600 };

const ids = (events: readonly RunEvent[]) => events.map(({ id }) => id);

describe('a job of days', () => {
  it('survives ten restarts, and no event is lost or doubled', async () => {
    const { server, clock, client } = await fakeOpenAI({ pace: slow, habits: { listLagSeconds: 90 } });
    const bench = new RunBench(server, clock);
    const id = bench.begin({ epochs: 8 }, trainingFile(bench.folder, 40));
    const steps: number[] = [];
    const progress: RunWorld['progress'] = ({ done, unit }) => void (unit === 'steps' && steps.push(done));
    let lives = 0;
    for (; lives < 10; lives++) {
      let watched = 0;
      const life = bench.live(id, {
        progress,
        desk: (desk) => ({
          ...desk,
          async noteWatched(told) {
            // In turn before and after it is written down.
            if (lives % 2 === 0 && ++watched > 30) throw new Killed();
            const state = await desk.noteWatched(told);
            if (lives % 2 === 1 && ++watched > 30) throw new Killed();
            return state;
          },
        }),
      });
      await expect(life).rejects.toThrow(Killed);
    }
    const run = await bench.live(id, { progress });
    expect(run).toMatchObject({ phase: 'succeeded', remote: { status: 'succeeded' } });
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    const told: string[] = [];
    for await (const event of client.fineTuning.jobs.listEvents(run.remoteId ?? '', { limit: 100 }))
      told.push(event.id);
    const { events, metrics, checkpoints } = bench.runs.detail(id);
    expect(ids(events).sort()).toEqual(told.sort());
    expect(new Set(ids(events)).size).toBe(events.length);
    expect(metrics.map(({ step }) => step)).toEqual(metrics.map((_, index) => index + 1));
    expect(steps.at(-1)).toBe(metrics.at(-1)?.step);
    expect(checkpoints.length).toBeGreaterThan(0);
    expect(run.remote?.trainedTokens).toBeGreaterThan(0);
    const facts = bench.runs.facts(id);
    expect(facts.filter(({ what }) => what === 'create-begun')).toHaveLength(1);
    expect(clock.now() - Date.parse(run.remote?.finishedAt ?? '')).toBeLessThan(15 * 60_000);
  });

  it('is followed through states that nobody has heard of, and a server that is out of order for a while', async () => {
    const { server, clock } = await fakeOpenAI({ habits: { queuedState: 'resource_preparing', fileStatus: null } });
    const bench = new RunBench(server, clock);
    const said: string[] = [];
    const told: RunProgress[] = [];
    let bad = 0;
    server.faults.otherwise = (route) =>
      route === 'GET /fine_tuning/jobs/:id' && ++bad % 3 !== 0 ? { kind: 'error', status: 503, effect: 'none' } : null;
    const run = await bench.live(bench.begin(), {
      log: (_, text) => void said.push(text),
      progress: (progress) => void told.push(progress),
    });
    expect(run.phase).toBe('succeeded');
    expect(said).toContain('The job is resource_preparing.');
    expect(said.some((text) => text.includes('status 503'))).toBe(true);
    // Whoever looks meanwhile is told that it waits, until when, and that it goes on.
    const waited = told.filter(({ waits }) => waits);
    expect(waited.length).toBeGreaterThan(0);
    for (const { note } of waited) expect(note).toMatch(/status 503.*Asking again at \d\d:\d\d:\d\d/);
    expect(said).toContain(waited[0]?.note);
    const [last, ...earlier] = told.toReversed();
    expect(last?.note).toBe('succeeded');
    expect(last?.waits).not.toBe(true);
    expect(earlier.some(({ note, waits }) => note.endsWith('Asking again now.') && !waits)).toBe(true);
  });

  it('is followed past what cannot be read of it, and its log says once that something is missing', async () => {
    const { server, clock } = await fakeOpenAI({ habits: { sparseEvents: true, namelessOldest: true } });
    const bench = new RunBench(server, clock);
    const said: string[] = [];
    const id = bench.begin();
    const run = await bench.live(id, { log: (_, text) => void said.push(text) });
    expect(run.phase).toBe('succeeded');
    const { events, metrics, checkpoints } = bench.runs.detail(id);
    expect(events.length).toBeGreaterThan(metrics.length);
    expect(metrics.length).toBeGreaterThan(0);
    expect(checkpoints).toHaveLength(1);
    expect(said.filter((text) => text.includes('cannot be read'))).toHaveLength(1);
  });

  it('comes to its end at a server that lists its first page again and again', async () => {
    const { server, clock, exchanges } = await fakeOpenAI({
      habits: { ignoresAfter: true },
      pace: { secondsPerStep: 1 },
    });
    const bench = new RunBench(server, clock);
    const id = bench.begin({ epochs: 12, batchSize: 1 });
    const run = await bench.live(id);
    expect(run.phase).toBe('succeeded');
    const { events, metrics } = bench.runs.detail(id);
    expect(metrics.length).toBeGreaterThan(100);
    expect(new Set(ids(events)).size).toBe(events.length);
    expect(exchanges.some(({ url }) => /events\?.*after=/.test(url))).toBe(true);
  });

  it('serves the model of a server that gives weights, and knows it by its name', async () => {
    const { server, clock } = await fakeOpenAI({ habits: { givesWeights: true, fileStatus: null } });
    const bench = new RunBench(server, clock);
    const nebius = providerAt(server.url, { kind: 'nebius' });
    const run = await bench.live(bench.begin({ suffix: 'support' }, trainingFile(bench.folder), nebius));
    expect(run.phase).toBe('succeeded');
    expect(run.model).toContain('assay-support');
  });
});

describe('cancelling', () => {
  it('before anything was asked for ends here, and nothing is asked for', async () => {
    const { server, clock } = await fakeOpenAI();
    const bench = new RunBench(server, clock);
    const run = await bench.live(bench.begin(), { cancel: AbortSignal.abort() });
    expect(run).toMatchObject({ phase: 'cancelled', remoteId: null });
    expect(server.state.jobs.size).toBe(0);
  });

  it('a job that goes on ends it at the provider, and tells what was trained until then', async () => {
    const { server, clock } = await fakeOpenAI({ pace: slow });
    const bench = new RunBench(server, clock);
    const cancel = new AbortController();
    const run = await bench.live(bench.begin({ epochs: 40 }), {
      cancel: cancel.signal,
      desk: (desk) => ({
        ...desk,
        async noteWatched(told) {
          const state = await desk.noteWatched(told);
          if (told.job.status === 'running') cancel.abort();
          return state;
        },
      }),
    });
    expect(run).toMatchObject({ phase: 'cancelled', cancelling: false, remote: { status: 'cancelled' } });
  });

  it('a job whose answer was lost finds it first; ended in between, the next life cancels it', async () => {
    const { server, clock, client } = await fakeOpenAI({ pace: slow });
    const bench = new RunBench(server, clock);
    const id = bench.begin({ epochs: 40 });
    server.faults.next('POST /fine_tuning/jobs', { kind: 'drop', effect: 'now' });
    const cancel = new AbortController();
    const life = bench.live(id, {
      cancel: cancel.signal,
      desk: (desk) => ({
        ...desk,
        async note(fact) {
          const state = await desk.note(fact);
          if (fact.what === 'create-begun') cancel.abort();
          if (fact.what === 'cancel-begun') throw new Killed();
          return state;
        },
      }),
    });
    await expect(life).rejects.toThrow(Killed);
    const run = await bench.live(id);
    expect(run.phase).toBe('cancelled');
    expect(await client.fineTuning.jobs.retrieve(run.remoteId ?? '')).toMatchObject({ status: 'cancelled' });
  });

  it('one that has ended meanwhile leaves it as it ended', async () => {
    const { server, clock } = await fakeOpenAI();
    const bench = new RunBench(server, clock);
    const id = bench.begin();
    const closing = new AbortController();
    const life = bench.live(id, {
      closing: closing.signal,
      desk: (desk) => ({
        ...desk,
        async note(fact) {
          const state = await desk.note(fact);
          if (fact.what === 'created') closing.abort(new Killed());
          return state;
        },
      }),
    });
    await expect(life).rejects.toThrow(Killed);
    clock.advance({ days: 1 });
    expect(await bench.live(id, { cancel: AbortSignal.abort() })).toMatchObject({
      phase: 'succeeded',
      cancelling: false,
    });
  });

  it('one that ends on its own leaves it as it ends, although the server never answers that it is to be cancelled', async () => {
    const { server, clock } = await fakeOpenAI();
    const bench = new RunBench(server, clock);
    server.faults.otherwise = (route) =>
      route === 'POST /fine_tuning/jobs/:id/cancel' ? { kind: 'error', status: 503, effect: 'none' } : null;
    const cancel = new AbortController();
    let asked = 0;
    const run = await bench.live(bench.begin(), {
      cancel: cancel.signal,
      desk: (desk) => ({
        ...desk,
        async noteWatched(told) {
          cancel.abort();
          return desk.noteWatched(told);
        },
      }),
      provider: (provider) => ({
        ...provider,
        cancel: (...given) => {
          // For ever, without this.
          if (++asked > 200) throw new Error('nobody looks how the job is');
          return provider.cancel(...given);
        },
      }),
    });
    expect(run).toMatchObject({ phase: 'succeeded', cancelling: false });
  });

  it.each([
    ['before it is asked for', 'create-begun', null],
    ['while it is asked for', 'created', 'cancelled'],
  ] as const)('is kept when it is written down %s', async (_, next, status) => {
    const { server, clock } = await fakeOpenAI({ pace: slow });
    const bench = new RunBench(server, clock);
    const id = bench.begin({ epochs: 40 });
    const run = await bench.live(id, {
      desk: (desk) => ({
        ...desk,
        async note(fact) {
          // By the main thread, in the moment before: its signal is still on its way.
          if (fact.what === next) bench.runs.note(id, { what: 'cancel-begun' });
          return desk.note(fact);
        },
      }),
    });
    expect(run).toMatchObject({ phase: 'cancelled', cancelling: false });
    expect(run.remote?.status ?? null).toBe(status);
    expect(server.state.jobs.size).toBe(status === null ? 0 : 1);
    expect(bench.runs.facts(id).filter(({ what }) => what === 'cancel-begun')).toHaveLength(1);
  });
});
