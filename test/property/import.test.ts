import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Stopped } from '../../electron/service/jobs/thread.ts';
import { examine } from '../../electron/service/workspace/doctor.ts';
import { openWorkspace, type Workspace } from '../../electron/service/workspace/open.ts';
import type { ImportResult } from '../../shared/domain/job.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { contentsOf, fileOf, importFile, reportOf, rowsIn } from '../fixtures/import/import.ts';

/** One line of a file: a sample in one of two versions, something that is no sample, or nothing. */
type Line = { id: number; version: number } | { bad: number } | null;

const lineOf: fc.Arbitrary<Line> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ id: fc.nat(6), version: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ bad: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Version 1 differs in its answer and brings a verdict from before Assay. Ids of three samples share a second. */
const sampleOf = (id: number, version: number) => ({
  sample_id: `sample ${id}`,
  created_at: `2026-09-01T08:00:0${Math.floor(id / 3)}Z`,
  agent: 'Order Support',
  query: `Où est ma commande n° ${id} ☕?`,
  response: `It is version ${version}, "${id}", it is.`,
  tags: ['orders', `tag ${id % 2}`],
  approved: version === 1,
});

function json(line: Line): string {
  if (line === null) return '';
  if ('bad' in line) return ['12', '{"sample_id":"x"}', '{"sample_id":tru}', '{"a":"\\ud800"}'][line.bad] ?? '';
  const { agent, query, response, approved, ...rest } = sampleOf(line.id, line.version);
  return JSON.stringify({
    ...rest,
    source: { agent_name: agent },
    query: { text: query },
    agent_response: { text: response },
    human_feedback: { approved },
  });
}

function csv(line: Line): string {
  if (line === null) return '';
  if ('bad' in line) return ['x', 'a,b,c,d,e,f', ',2026-09-01T08:00:00Z,a,q,r,t,', '"a"b,2,3,4,5,6,7'][line.bad] ?? '';
  const { sample_id, created_at, agent, query, response, tags, approved } = sampleOf(line.id, line.version);
  const cells = [sample_id, created_at, agent, query, response, tags.join(';'), JSON.stringify({ approved })];
  return cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
}

/** How a file of these lines is written, and the number of its first line. */
const formats = {
  'samples.ndjson': { first: 1, text: (lines: Line[], end: string) => lines.map(json).join(end) },
  'samples.ndjson.gz': { first: 1, text: (lines: Line[], end: string) => lines.map(json).join(end) + end },
  'samples.json': {
    first: 2,
    // An element that is nothing would be no JSON: it becomes an empty line.
    text: (lines: Line[], end: string) =>
      `[${end}${lines.map((line, i) => json(line) + (line && lines.slice(i + 1).some(Boolean) ? ',' : '')).join(end)}${end}]`,
  },
  'samples.csv': {
    first: 2,
    text: (lines: Line[], end: string) =>
      ['sample_id,created_at,agent_name,query,response,tags,human_feedback', ...lines.map(csv)].join(end),
  },
};
type Name = keyof typeof formats;
const names = Object.keys(formats) as Name[];

/** What must come of a file: the first line with an id counts, and a later one may only repeat it. */
function expected(lines: readonly Line[], first: number) {
  const kept = new Map<number, number>();
  const counts = { lines: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, legacy: 0 };
  const rejected: number[] = [];
  for (const [index, line] of lines.entries()) {
    if (line === null) continue;
    counts.lines++;
    const known = 'bad' in line ? undefined : kept.get(line.id);
    if ('bad' in line || (known !== undefined && known !== line.version)) {
      counts.rejected++;
      rejected.push(first + index);
      continue;
    }
    if (known === undefined) counts.inserted++;
    else counts.unchanged++;
    if (line.version === 1) counts.legacy++;
    kept.set(line.id, line.version);
  }
  return { counts, rejected, kept };
}

function inWorkspace<T>(run: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = openWorkspace(temporaryFolder(), { create: true, program: 'a test' });
  return run(workspace).finally(() => workspace.close());
}

const file = fc.record({
  name: fc.constantFrom(...names),
  lines: fc.array(lineOf, { maxLength: 24 }),
  end: fc.constantFrom('\n', '\r\n'),
  bom: fc.constantFrom('', '\ufeff'),
});
const write = ({ name, lines, end, bom }: typeof file extends fc.Arbitrary<infer T> ? T : never) =>
  fileOf(bom + formats[name].text(lines, end), name);

it('keeps the good lines, names the bad ones, and changes nothing when it comes again', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 9 }), (content, batch) =>
      inWorkspace(async (workspace) => {
        const path = write(content);
        const { counts, rejected, kept } = expected(content.lines, formats[content.name].first);

        const result = await importFile({ workspace, path, batch });
        expect(result).toMatchObject(counts);
        expect([...new Set(reportOf(result).map(({ line }) => line))]).toEqual(rejected);
        const stored = rowsIn(workspace).map((row) => [row.sample_id, row.agent_response.text]);
        const wanted = [...kept].map(([id, version]) => [
          sampleOf(id, version).sample_id,
          sampleOf(id, version).response,
        ]);
        expect(stored.toSorted()).toEqual(wanted.toSorted());
        expect(examine(workspace).filter(({ ok }) => !ok)).toEqual([]);

        const before = contentsOf(workspace.files.corpus);
        const again = await importFile({ workspace, path, batch });
        expect(again).toMatchObject({
          ...counts,
          inserted: 0,
          unchanged: counts.inserted + counts.unchanged,
        });
        expect(reportOf(again)).toEqual(reportOf(result));
        const after = contentsOf(workspace.files.corpus);
        for (const part of ['samples', 'tags', 'words', 'meta', 'integrity'] as const)
          expect(after[part]).toEqual(before[part]);
      }),
    ),
    { numRuns: 60 },
  );
});

/** Imports with a stop after every so many batches, until there is nothing left to stop. */
async function withStops(workspace: Workspace, path: string, batch: number, stops: readonly number[]) {
  const jobId = randomUUID();
  for (let turn = 0; ; turn++) {
    const stopAfter = stops[turn % stops.length] ?? 1;
    try {
      return await importFile({ workspace, path, jobId, batch, stopAfter });
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
    }
  }
}

it('gives the same, stopped after any batch and resumed, as in one run', { timeout: 120_000 }, async () => {
  const stops = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  const reportText = ({ reportPath }: ImportResult) => reportPath && readFileSync(reportPath, 'utf8');
  await fc.assert(
    fc.asyncProperty(file, fc.integer({ min: 1, max: 5 }), stops, async (content, batch, stopAfter) => {
      const path = write(content);
      const whole = await inWorkspace(async (workspace) => {
        const result = await importFile({ workspace, path });
        return { result, report: reportText(result), contents: contentsOf(workspace.files.corpus) };
      });
      await inWorkspace(async (workspace) => {
        const result = await withStops(workspace, path, batch, stopAfter);
        expect({ ...result, reportPath: null }).toEqual({ ...whole.result, reportPath: null });
        expect(reportText(result)).toBe(whole.report);
        expect(contentsOf(workspace.files.corpus)).toEqual(whole.contents);
      });
    }),
    { numRuns: 40 },
  );
});
