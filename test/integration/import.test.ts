import { spawn } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { fillDemo } from '../../electron/service/workspace/demo.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { type ImportResult, importResultSchema, type Job } from '../../shared/domain/job.ts';
import { type SampleRow, sampleOf, sampleRowSchema } from '../../shared/domain/sample.ts';
import { whenEnded } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { contentsOf, fileOf, reportOf } from '../fixtures/import/import.ts';
import { sampleRow, sha256, verdict } from '../fixtures/samples.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';

const root = join(import.meta.dirname, '../..');
const resources = join(root, 'resources');
const demo = join(resources, 'demo/samples.ndjson');

/** The real samples where they are at hand, else those of the demo. */
const real = join(root, '../shared/data/taskmaster4.ndjson.gz');
const realFile = existsSync(real) ? real : demo;
const realText = realFile === real ? gunzipSync(readFileSync(real)).toString() : readFileSync(demo, 'utf8');
const realRows = realText
  .trimEnd()
  .split('\n')
  .map((line) => sampleRowSchema.parse(JSON.parse(line)));

async function importPath(service: Service, path: string): Promise<Job & { kind: 'import'; result: ImportResult }> {
  const { id } = await service.handlers['jobs.import']({ path, format: null });
  const job = await service.jobs.settled(id);
  if (job.kind !== 'import' || job.result === null)
    throw new Error(`the import is ${job.state}: ${job.error?.message}`);
  return { ...job, result: job.result };
}

async function faults(service: Service) {
  return (await service.handlers['workspace.doctor']()).filter(({ ok }) => !ok);
}

async function itemsOf(service: Service, sampleIds: readonly string[]) {
  const items = [];
  for (let i = 0; i < sampleIds.length; i += 50)
    items.push(...(await service.handlers['labeling.items']({ queueId: null, sampleIds: sampleIds.slice(i, i + 50) })));
  return items;
}

describe('an import through the service', () => {
  it('brings every sample as it was, and none twice', async () => {
    const service = serviceOn(join(temporaryFolder(), 'workspace'));
    const first = await importPath(service, realFile);
    expect(first).toMatchObject({ state: 'done', error: null });
    expect(first.result).toMatchObject({ lines: realRows.length, inserted: realRows.length, rejected: 0 });

    const expected = realRows.map((row) => sampleOf(row, sha256(row.agent_response.text)));
    const items = await itemsOf(
      service,
      realRows.map((row) => row.sample_id),
    );
    expect(items.map(({ sample }) => sample)).toEqual(expected);

    const contents = () => contentsOf(workspaceFiles(service.folder).corpus);
    const before = contents();
    const again = await importPath(service, realFile);
    expect(again.result).toEqual({ ...first.result, inserted: 0, unchanged: realRows.length });
    for (const part of ['samples', 'tags', 'words', 'meta'] as const) expect(contents()[part]).toEqual(before[part]);
    expect((await service.handlers['workspace.info']()).samples).toBe(realRows.length);
    expect(await faults(service)).toEqual([]);
  });

  it('replaces a sample that changed, and leaves its label alone', async () => {
    const service = serviceOn(join(temporaryFolder(), 'workspace'));
    const row = sampleRow('a');
    await importPath(service, fileOf(`${JSON.stringify(row)}\n${JSON.stringify(sampleRow('b'))}\n`));
    const label = await service.handlers['labeling.commit']({
      queueId: null,
      id: '0199aaaa-0000-7000-8000-000000000001',
      sampleId: 'a',
      verdict: verdict(row.agent_response.text),
    });

    const text = 'It is lost, and we are sorry.';
    const changed = { ...row, created_at: '2026-09-02T08:00:00Z', agent_response: { ...row.agent_response, text } };
    const { result } = await importPath(service, fileOf(JSON.stringify(changed)));
    expect(result).toMatchObject({ lines: 1, inserted: 0, updated: 1, unchanged: 0 });

    const [item] = await service.handlers['labeling.items']({ queueId: null, sampleIds: ['a'] });
    expect(item).toMatchObject({ label, sample: { response: text, responseHash: sha256(text) } });
    const { rows } = await service.handlers['samples.search']({ filter: { text: 'sorry' }, sort: 'newest' });
    expect(rows.map(({ sampleId }) => sampleId)).toEqual(['a']);
    expect(await faults(service)).toEqual([]);
  });

  it('knows a chat again after its file was copied', async () => {
    const service = serviceOn(join(temporaryFolder(), 'workspace'));
    const chat = (answer: string) =>
      JSON.stringify({
        messages: [
          { role: 'user', content: 'q' },
          { role: 'assistant', content: answer },
        ],
      });
    const text = [chat('a'), chat('b'), chat('a')].join('\n');
    const path = fileOf(text, 'bot.jsonl');
    utimesSync(path, 1_780_000_000, 1_780_000_000);
    expect((await importPath(service, path)).result).toMatchObject({ inserted: 2, unchanged: 1 });

    utimesSync(path, 1_790_000_000, 1_790_000_000);
    expect((await importPath(service, path)).result).toMatchObject({
      inserted: 0,
      updated: 0,
      unchanged: 3,
      rejected: 0,
    });
    const { rows } = await service.handlers['samples.search']({ filter: { agent: 'bot' }, sort: 'newest' });
    expect(rows.map(({ createdAt }) => Date.parse(createdAt))).toEqual([1_780_000_000_000, 1_780_000_000_000]);
  });

  it('fails in words when the file is not there, and takes the next one', async () => {
    const service = serviceOn(join(temporaryFolder(), 'workspace'));
    const { id } = await service.handlers['jobs.import']({ path: join(service.folder, 'none.csv'), format: null });
    const next = await service.handlers['jobs.import']({ path: demo, format: null });
    expect(await service.jobs.settled(id)).toMatchObject({ state: 'failed', error: { kind: 'not-found' } });
    expect(await service.jobs.settled(next.id)).toMatchObject({ state: 'done' });
  });
});

/** A file of many samples with bad lines and repeated ids among them. */
function largeFile(name: string, copies: number): string {
  const lines: string[] = [];
  for (let copy = 0; copy < copies; copy++)
    for (const [index, row] of realRows.slice(0, 150).entries()) {
      const renamed: SampleRow = { ...row, sample_id: `${row.sample_id} ${copy % (copies - 2)}` };
      lines.push(index % 40 === 7 ? `{"sample_id": "${copy}"}` : JSON.stringify(renamed));
    }
  return fileOf(`${lines.join('\n')}\n`, name);
}

/** What one import without a stop makes of a file. */
async function inOneRun(path: string) {
  const service = openTestService(join(temporaryFolder(), 'workspace'));
  const { result } = await importPath(service, path);
  await service.close();
  return { result, report: reportOf(result), contents: contentsOf(workspaceFiles(service.folder).corpus) };
}

/** Everything but where the report lies. */
const same = ({ reportPath, ...counts }: ImportResult) => ({ ...counts, reported: reportPath !== null });

describe('an import that is stopped', () => {
  it('keeps what it has when it is cancelled, and goes on when it is resumed', async () => {
    const path = largeFile('samples.ndjson', 60);
    const whole = await inOneRun(path);
    const service = serviceOn(join(temporaryFolder(), 'workspace'));
    const { id } = await service.handlers['jobs.import']({ path, format: null });
    await service.handlers['jobs.cancel']({ id });
    const cancelled = await service.jobs.settled(id);
    expect(cancelled).toMatchObject({ state: 'cancelled', result: { lines: expect.any(Number) } });
    const { result: sofar } = cancelled as Job & { result: ImportResult };
    expect(sofar.lines).toBeGreaterThan(0);
    expect(sofar.lines).toBeLessThan(whole.result.lines);
    expect((await service.handlers['workspace.info']()).samples).toBe(sofar.inserted);
    expect(await faults(service)).toEqual([]);

    await service.handlers['jobs.resume']({ id });
    const resumed = (await service.jobs.settled(id)) as Job & { result: ImportResult };
    expect(resumed.state).toBe('done');
    expect(same(resumed.result)).toEqual(same(whole.result));
    expect(reportOf(resumed.result)).toEqual(whole.report);
    expect(contentsOf(workspaceFiles(service.folder).corpus)).toEqual(whole.contents);
  });

  it('starts over when the file has changed meanwhile', async () => {
    const path = largeFile('samples.ndjson', 60);
    const service = serviceOn(join(temporaryFolder(), 'workspace'));
    const { id } = await service.handlers['jobs.import']({ path, format: null });
    await service.handlers['jobs.cancel']({ id });
    expect(await service.jobs.settled(id)).toMatchObject({ state: 'cancelled' });
    const before = (await service.handlers['workspace.info']()).samples;

    // The first line says something else now: it is no contradiction, because the file was not read before.
    const [first = '', ...rest] = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, [first.replace('"text":"', '"text":"Now '), ...rest].join('\n'));
    await service.handlers['jobs.resume']({ id });
    const { result } = (await service.jobs.settled(id)) as Job & { result: ImportResult };
    const whole = await inOneRun(path);
    expect(same(result)).toEqual({
      ...same(whole.result),
      inserted: whole.result.inserted - before,
      updated: 1,
      unchanged: whole.result.unchanged + before - 1,
    });
    expect(reportOf(result)).toEqual(whole.report);
    expect(await faults(service)).toEqual([]);
  });

  it('goes on when Assay is closed and opened again', async () => {
    const folder = join(temporaryFolder(), 'workspace');
    const path = largeFile('samples.ndjson.gz', 60);
    const first = openTestService(folder);
    const { id } = await first.handlers['jobs.import']({ path, format: null });
    await first.close();
    const second = serviceOn(folder);
    expect(second.jobs.get(id)).toMatchObject({ state: 'interrupted' });
    await second.handlers['jobs.resume']({ id });
    expect(await second.jobs.settled(id)).toMatchObject({ state: 'done' });
    expect(contentsOf(workspaceFiles(folder).corpus)).toEqual((await inOneRun(path)).contents);
  });
});

/** How far the import may come, counted by what it tells, and how many ms later it is killed. */
type Kill = { told: number; ms: number };

/** Runs the importing process and kills it; its result when it ends before that. */
async function live(workspace: string, file: string, kill: Kill | null): Promise<ImportResult | null> {
  const args = [join(import.meta.dirname, 'import-child.ts'), '--workspace', workspace, '--file', file];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = whenEnded(child);
  let told = 0;
  let last = '';
  for await (const line of createInterface({ input: child.stdout })) {
    last = line;
    if (!line.startsWith('at ') || ++told !== kill?.told) continue;
    await sleep(kill.ms);
    child.kill('SIGKILL');
  }
  await ended;
  if (!last.startsWith('{')) return null;
  const { state, result } = JSON.parse(last);
  expect(state).toBe('done');
  return importResultSchema.parse(result);
}

describe('an import that is killed', () => {
  it.each(['samples.ndjson', 'samples.ndjson.gz'])(
    'in its middle and resumed ends as if it had never been: %s',
    { timeout: 120_000 },
    async (name) => {
      const path = largeFile(name, 80);
      const whole = await inOneRun(path);
      const workspace = join(temporaryFolder(), 'workspace');
      let kills = 0;
      let result: ImportResult | null = null;
      for (const kill of [
        { told: 1, ms: 0 },
        { told: 2, ms: 40 },
        { told: 2, ms: 15 },
      ]) {
        result = await live(workspace, path, kill);
        if (result) break;
        kills++;
        expect(contentsOf(workspaceFiles(workspace).corpus).integrity).toBe('ok');
      }
      result ??= await live(workspace, path, null);
      if (!result) throw new Error('the import did not end');
      expect(kills).toBeGreaterThan(0);
      expect(same(result)).toEqual(same(whole.result));
      expect(reportOf(result)).toEqual(whole.report);
      expect(contentsOf(workspaceFiles(workspace).corpus)).toEqual(whole.contents);
    },
  );
});

describe('the demo workspace', () => {
  const agents = new Set(
    readFileSync(demo, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => sampleRowSchema.parse(JSON.parse(line)).source.agent_name),
  );
  const samples = readFileSync(demo, 'utf8').trimEnd().split('\n').length;

  it('has its samples, a name, and a system prompt for each agent', async () => {
    const service = serviceOn(join(temporaryFolder(), 'demo'));
    await fillDemo(service, resources);
    expect(await service.handlers['workspace.info']()).toMatchObject({ demo: true, name: 'Demo workspace', samples });
    const { systemPrompts } = await service.handlers['workspace.settings']();
    expect(new Set(Object.keys(systemPrompts))).toEqual(agents);
  });

  it('is left as its owner has made it', async () => {
    const service = serviceOn(join(temporaryFolder(), 'demo'));
    await fillDemo(service, resources);
    await service.handlers['workspace.updateSettings']({ systemPrompts: {} });
    await fillDemo(service, resources);
    expect((await service.handlers['workspace.settings']()).systemPrompts).toEqual({});
    expect(service.jobs.list()).toHaveLength(1);
  });

  it('is completed by the next start when the first was interrupted', async () => {
    const folder = join(temporaryFolder(), 'demo');
    const first = openTestService(folder);
    const filling = expect(fillDemo(first, resources)).rejects.toThrow('could not be filled');
    await vi.waitUntil(() => first.jobs.list().length > 0, { interval: 1 });
    await first.close();
    await filling;
    const closed = openReadonly(workspaceFiles(folder).work);
    expect(closed.prepare(`SELECT value FROM meta WHERE key = 'demo'`).get()).toBeUndefined();
    closed.close();
    const second = serviceOn(folder);
    await fillDemo(second, resources);
    expect(await second.handlers['workspace.info']()).toMatchObject({ demo: true, samples });
    expect(second.jobs.list().map(({ state }) => state)).toEqual(['done']);
    expect(await faults(second)).toEqual([]);
  });
});
