import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JobLog, jobLogReader } from '../../electron/service/jobs/log.ts';
import { JobRunner } from '../../electron/service/jobs/runner.ts';
import type { JobSpec } from '../../electron/service/jobs/spec.ts';
import { readWorkspace, type Workspace } from '../../electron/service/workspace/open.ts';
import { AssayError } from '../../shared/errors.ts';
import { built, labeled } from '../fixtures/approved.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { fileOf } from '../fixtures/import/import.ts';
import { jobThread, scriptedRunner, startScript } from '../fixtures/jobs.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

function runnerOn(workspace: Workspace, script: string, spec: Partial<JobSpec> = {}): JobRunner {
  const runner = scriptedRunner(workspace, script, spec);
  onTestFinished(() => runner.close());
  return runner;
}

/** What a job's log says, all of it. */
const said = (runner: JobRunner, id: string): string[] => runner.log(id, 0, 5_000).map(({ text }) => text);

/** How far the one job of a workspace that nobody has open is shown to be. */
function progressIn(folder: string): number {
  const { work, close } = readWorkspace(folder);
  const [row] = work.prepare<[], { done: number }>("SELECT progress ->> 'done' AS done FROM jobs").all();
  close();
  return row?.done ?? 0;
}

const running = (runner: JobRunner): number => runner.list().filter(({ state }) => state === 'running').length;

describe('what a thread asks of main', () => {
  it('is answered, and what main throws is thrown there', async () => {
    const refusal = new AssayError({ kind: 'refused', message: 'No key.', safe: 'All.', remedy: 'Give one.' });
    const asked: unknown[] = [];
    const answers = (job: { id: string }) => ({
      async secret(input: unknown) {
        asked.push([job.id, input]);
        if (asked.length === 2) throw refusal;
        return { key: 'a key' };
      },
    });
    const runner = runnerOn(workspaceWith([]), 'asks', { answers });
    const [first, second] = [startScript(runner), startScript(runner)];
    expect(await runner.settled(first.id)).toMatchObject({ state: 'done' });
    expect(said(runner, first.id)).toContain('{"key":"a key"}');
    expect(await runner.settled(second.id)).toMatchObject({ state: 'failed', error: refusal.report() });
    expect(asked).toEqual([first.id, second.id].map((id) => [id, { name: 'key' }]));
  });

  it('fails the job where nobody answers that, or the answer is no plain data', async () => {
    const workspace = workspaceWith([]);
    for (const answers of [() => ({}), () => ({ secret: () => () => 'a function' })]) {
      const runner = runnerOn(workspace, 'asks', { answers });
      const { id } = startScript(runner);
      expect(await runner.settled(id)).toMatchObject({ state: 'failed', error: { kind: 'internal' } });
    }
  });

  it('is done before the job has ended, also when the thread is gone by then', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const runner = runnerOn(workspaceWith([]), 'leaves', { answers: () => ({ slow: () => promise }) });
    const { id } = startScript(runner);
    // A thread of nothing but one question has long ended by then.
    await sleep(1_000);
    expect(runner.get(id).state).toBe('running');
    resolve();
    expect((await runner.settled(id)).state).toBe('done');
  });
});

describe('stopping', () => {
  it.each(['sleeps', 'waits', 'spins'])('reaches at once a thread that %s', async (script) => {
    const runner = runnerOn(workspaceWith([]), script);
    const { id } = startScript(runner);
    await sleep(300);
    const from = performance.now();
    runner.cancel(id);
    expect((await runner.settled(id)).state).toBe('cancelled');
    expect(performance.now() - from).toBeLessThan(2_000);
    expect(said(runner, id)).toEqual(['Begins.', 'Asked to cancel.', 'Cancelled.']);
  });

  it('because Assay closes is told from a cancel', async () => {
    const runner = runnerOn(workspaceWith([]), 'sleeps');
    const { id } = startScript(runner);
    const waiting = startScript(runner);
    await runner.close();
    expect([id, waiting.id].map((job) => runner.get(job).state)).toEqual(['interrupted', 'interrupted']);
    expect(said(runner, id)).toEqual(['Begins.', 'Stopped because Assay closes.']);
  });

  it('because Assay closes lets nothing begin or go on any more, and says so', async () => {
    const runner = runnerOn(workspaceWith([]), 'sleeps');
    const { id } = startScript(runner);
    const closing = runner.close();
    for (const late of [() => startScript(runner), () => runner.resume(id)])
      expect(late).toThrow(
        expect.objectContaining({ kind: 'cancelled', message: expect.stringMatching(/was closed/) }),
      );
    await closing;
    expect(runner.list()).toMatchObject([{ id, state: 'interrupted' }]);
  });
});

describe('a lane', () => {
  it.each([undefined, 3])('runs as many at once as its limit (%s) says, and then the next', async (limit) => {
    const runner = runnerOn(workspaceWith([]), 'sleeps', limit ? { limit } : {});
    const jobs = Array.from({ length: 5 }, () => startScript(runner));
    expect(running(runner)).toBe(limit ?? 1);
    for (const [done, { id }] of jobs.entries()) {
      runner.cancel(id);
      await runner.settled(id);
      expect(running(runner)).toBe(Math.min(limit ?? 1, jobs.length - done - 1));
    }
  });

  it('is given to other work only when nothing runs in it', async () => {
    const runner = runnerOn(workspaceWith([]), 'nothing', { limit: 2 });
    const release = runner.occupy('scripted');
    const { id } = startScript(runner);
    expect(runner.get(id).state).toBe('waiting');
    expect(runner.occupy('scripted')).toBeNull();
    release?.();
    expect(runner.occupy('scripted')).toBeNull();
    expect((await runner.settled(id)).state).toBe('done');
  });
});

it('says of a job that was asked to stop, and of one that is over, that it is', async () => {
  const runner = runnerOn(workspaceWith([]), 'sleeps', { isOver: () => true });
  const { id } = startScript(runner);
  expect(runner.get(id)).not.toHaveProperty('over');
  expect(runner.cancel(id)).toMatchObject({ state: 'running', stopping: true });
  const ended = await runner.settled(id);
  expect(ended).toMatchObject({ state: 'cancelled', over: true });
  expect(ended).not.toHaveProperty('stopping');
  expect(() => runner.resume(id)).toThrow('nothing is left to go on with');
});

it('records a job together with what belongs to it, or neither', async () => {
  const runner = runnerOn(workspaceWith([]), 'nothing');
  const refused = () => {
    throw new Error('the disk is full');
  };
  expect(() => runner.start('import', { path: 'none', format: null }, refused)).toThrow('the disk is full');
  expect(runner.list()).toEqual([]);
  expect((await runner.settled(startScript(runner).id)).state).toBe('done');
});

it('runs no job twice that a full disk keeps from being recorded as begun', async () => {
  const workspace = workspaceWith([]);
  workspace.work.exec(`CREATE TRIGGER full BEFORE UPDATE ON jobs WHEN new.state = 'running' BEGIN
    SELECT raise(ABORT, 'database or disk is full'); END`);
  const runner = runnerOn(workspace, 'sleeps', { limit: 3 });
  const [first] = [startScript(runner), startScript(runner)];
  expect(said(runner, first.id)).toEqual(['Begins.']);
  runner.cancel(first.id);
  expect((await runner.settled(first.id)).state).toBe('cancelled');
});

it('tells the end of a job that was cancelled while it waited, whatever runs beside its lane', async () => {
  const workspace = workspaceWith([]);
  const spec = (lane: string): JobSpec => ({ thread: jobThread, lane, data: () => 'sleeps' });
  const specs = { import: spec('a'), dataset: spec('b'), finetune: spec('c'), evaluation: spec('d') };
  const runner = new JobRunner(workspace, specs, { changed: () => {}, wrote: () => {} });
  onTestFinished(() => runner.close());
  startScript(runner);
  const params = { evaluationId: uuidv7(), name: 'Two answers' };
  const [first, second] = [runner.start('evaluation', params), runner.start('evaluation', params)];
  const settled = runner.settled(second.id);
  runner.cancel(second.id);
  runner.cancel(first.id);
  expect((await settled).state).toBe('cancelled');
});

describe('going on by itself', () => {
  it.each([true, false])('is for jobs that were interrupted, where their kind says so (%s)', async (goesOn) => {
    const workspace = workspaceWith([]);
    const before = runnerOn(workspace, 'sleeps', { limit: 2 });
    const [cancelled, interrupted] = [startScript(before), startScript(before)];
    before.cancel(cancelled.id);
    await before.settled(cancelled.id);
    await before.close();

    const runner = runnerOn(workspace, 'nothing', { goesOn });
    runner.goOn();
    const ended = await runner.settled(interrupted.id);
    expect([ended.state, runner.get(cancelled.id).state]).toEqual([goesOn ? 'done' : 'interrupted', 'cancelled']);
    if (goesOn)
      expect(said(runner, ended.id).slice(2)).toEqual(['Resumed after it was interrupted.', 'Begins.', 'Done.']);
  });

  it('loses and repeats nothing over kill -9', async () => {
    const folder = join(temporaryFolder(), 'workspace');
    const heard: string[] = [];
    // Far apart: a process goes on for a while before it is killed.
    for (const [before, until] of [
      [0, 10],
      [10, 110],
      [110, 210],
      [210, null],
    ] as const) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'jobs-child.ts'), folder], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      const ended = once(child, 'exit');
      for await (const line of createInterface({ input: child.stdout })) {
        heard.push(line);
        if (line === `recorded ${until}`) child.kill('SIGKILL');
      }
      await ended;
      // Each life had told at least its first step.
      expect(progressIn(folder)).toBeGreaterThan(before);
    }
    // What was durable when the process was killed may have gone unsaid; nothing is said twice, or before another.
    const steps = heard.slice(0, -1).map((line) => Number(line.replace('recorded ', '')));
    expect(steps).toEqual([...new Set(steps)].toSorted((a, b) => a - b));
    expect([steps.at(-1), heard.at(-1)]).toEqual([300, 'done']);

    const { work, close } = readWorkspace(folder);
    const [job] = work.prepare<[], { id: string }>('SELECT id FROM jobs').all();
    const texts = jobLogReader(work)(job?.id ?? '', 0, 1_000).map(({ text }) => text);
    close();
    expect(texts.filter((text) => text === 'Assay ended while it ran.')).toHaveLength(3);
    expect(texts.at(-1)).toBe('Done.');
  });
});

describe('the log of a job', () => {
  it('keeps its first and its last lines, says how many went, and is read on from anywhere', async () => {
    const workspace = workspaceWith([]);
    const runner = runnerOn(workspace, 'chats');
    const { id } = startScript(runner);
    await runner.settled(id);
    // “Begins.”, 10,000 lines, a long one, “Done.”
    const lines = runner.log(id, 0, 5_000);
    expect(lines).toHaveLength(2_201);
    expect(lines.slice(198, 202).map(({ seq, text }) => [seq, text])).toEqual([
      [199, 'line 198'],
      [200, 'line 199'],
      [8_003, '7,803 lines were dropped here: the first 200 and the last 2,000 are kept.'],
      [8_004, 'line 8003'],
    ]);
    expect(lines.slice(-2).map(({ level, text }) => [level, text.length])).toEqual([
      ['warning', 2_000],
      ['info', 'Done.'.length],
    ]);
    expect(runner.log(id, 10_000, 2).map(({ text }) => text)).toEqual(['line 10000', expect.stringMatching(/^x+…$/)]);
    expect(runner.log(id, 9_000, 1)).toMatchObject([{ seq: 9_001 }]);

    const [kept] = workspace.work.prepare('SELECT count(*) FROM job_log').raw().all();
    expect(kept).toEqual([2_200]);
  });

  it('costs some writes a second and not one a line', async () => {
    const workspace = workspaceWith([]);
    const runner = runnerOn(workspace, 'nothing');
    const { id } = await runner.settled(startScript(runner).id);
    let writes = 0;
    const log = new JobLog(workspace.journal, () => writes++);
    const from = performance.now();
    let lines = 0;
    for (; performance.now() - from < 1_000; lines++) {
      log.add(id, { at: '2026-11-26T08:00:00.000Z', level: 'info', text: 'a line' });
      await sleep(1);
    }
    expect(lines).toBeGreaterThan(50);
    expect(writes).toBeGreaterThan(0);
    expect(writes).toBeLessThanOrEqual(4);
    expect(log.read(id, 0, 1_000).filter(({ text }) => text === 'a line')).toHaveLength(lines);
  });

  it('tells how a job failed', async () => {
    const runner = runnerOn(workspaceWith([]), 'fails');
    const { id } = await runner.settled(startScript(runner).id);
    expect(runner.log(id, 1, 10)).toMatchObject([
      { level: 'error', text: expect.stringMatching(/^The job failed\. Assay met/) },
    ]);
  });

  it('has the main steps of an import and of a build', async () => {
    const service = await labeled();
    const lines = [sampleRow('one more'), { sample_id: 'no sample' }].map((row) => JSON.stringify(row));
    const { id } = await service.handlers['jobs.import']({ path: fileOf(lines.join('\n')), format: null });
    await service.jobs.settled(id);
    await built(service);
    const told = service.jobs.list().map((job) => service.jobs.log(job.id, 0, 100).map(({ text }) => text));
    expect(told.slice(0, 2)).toEqual([
      [
        'Begins.',
        'Looking for duplicates.',
        'Writing.',
        expect.stringMatching(/^Examples: \d+\. The dataset is [\da-f]{64}\.$/),
        'Done.',
      ],
      [
        'Begins.',
        'Reads the file from its start.',
        'Lines read: 2. New samples: 1, updated: 0, unchanged: 0.',
        expect.stringMatching(/^Lines not taken: 1\. They are listed in .*\.csv\.$/),
        'Done.',
      ],
    ]);
  });
});
