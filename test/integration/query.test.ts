import { describe, expect, it, onTestFinished } from 'vitest';
import { newLabelId } from '../../electron/service/labeling/labels.ts';
import { openQueries } from '../../electron/service/samples/queries.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import type { Workspace } from '../../electron/service/workspace/open.ts';
import { sampleSummarySchema } from '../../shared/domain/browse.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { own, writerOf } from '../fixtures/labeling.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { putSamples, workspaceWith } from '../fixtures/workspace.ts';

const oldest = { strategy: 'oldest', seed: null } as const;
const at = (second: number) => new Date(Date.UTC(2026, 8, 1, 8, 0, second)).toISOString();
const rows = (count: number): SampleRow[] =>
  Array.from({ length: count }, (_, i) => sampleRow(`s${i}`, { created_at: at(i) }));

function open(given: SampleRow[]) {
  const workspace = workspaceWith(given);
  const queries = openQueries(workspace.files);
  onTestFinished(() => queries.close());
  return { workspace, queries, writer: writerOf(workspace) };
}

/** True when the write-ahead logs of both files could be moved into them at once: nobody was reading. */
function canCheckpoint({ files }: Workspace): boolean {
  return [files.work, files.corpus].every((file) => {
    const db = openWritable(file, 'normal');
    db.pragma('busy_timeout = 0');
    const [result] = db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    db.close();
    return result?.busy === 0;
  });
}

describe('the query thread', () => {
  it('offers samples, and knows of a label as soon as it is committed', async () => {
    const { queries, writer } = open(rows(6));
    const next = (after: string | null) => queries.call('next', { order: oldest, filter: {}, after, limit: 3 });
    expect(await next(null)).toEqual({ sampleIds: ['s0', 's1', 's2'] });
    writer.append({ id: newLabelId(), unit: own('s0'), verdict: verdict(''), supersedes: null });
    writer.skip(own('s2'), 'unclear');
    expect(await next(null)).toEqual({ sampleIds: ['s1', 's3', 's4'] });
    expect(await next('s2')).toEqual({ sampleIds: ['s3', 's4', 's5'] });
    expect(await queries.call('counts', { filter: {} })).toEqual({ total: 6, labeled: 1, skipped: 1 });
  });

  it('shows what a sample is and what stands on it', async () => {
    const long = '👩‍👧 “ä” '.repeat(200);
    const { queries, writer } = open([
      sampleRow('plain', { created_at: at(1), tags: null, query: { text: long }, agent_response: { text: long } }),
      sampleRow('edited', { created_at: at(2), tags: ['a "quoted" tag', 'orders'] }),
      sampleRow('skipped', { created_at: at(3) }),
      sampleRow('old', { created_at: at(4), human_feedback: { approved: true, overall_rating: 'good' } }),
    ]);
    const correction = { text: 'better', scores: allScores(5), confirmed: true, editDistance: 4 };
    const edited = verdict('', { decision: 'edit', correction, reasons: ['other'], scores: allScores(2) });
    writer.append({ id: newLabelId(), unit: own('edited'), verdict: edited, supersedes: null });
    writer.skip(own('skipped'), 'language');
    writer.flag(own('skipped'), true);

    const { rows: found } = await queries.call('search', { filter: {}, sort: 'oldest' });
    const nothing = {
      decision: null,
      overall: null,
      hasCorrection: false,
      skipped: false,
      flagged: false,
      legacy: false,
    };
    expect(found.map((row) => sampleSummarySchema.parse(row))).toMatchObject([
      { sampleId: 'plain', intent: null, confidence: null, tags: [], ...nothing },
      {
        ...nothing,
        sampleId: 'edited',
        decision: 'edit',
        overall: 2,
        hasCorrection: true,
        tags: ['a "quoted" tag', 'orders'],
      },
      { ...nothing, sampleId: 'skipped', skipped: true, flagged: true, intent: 'order_status', confidence: 0.8 },
      { ...nothing, sampleId: 'old', legacy: true },
    ]);
    const cut = Array.from(long).slice(0, 240).join('');
    expect(found[0]).toMatchObject({ query: cut, response: cut, createdAt: at(1), agent: 'Order Support' });
  });

  it('keeps a result set as it was found', async () => {
    const { workspace, queries, writer } = open(rows(300));
    const { viewId } = await queries.call('search', { filter: { status: 'unlabeled' }, sort: 'newest' });
    expect(await queries.call('total', { viewId })).toEqual({ total: 300 });
    writer.append({ id: newLabelId(), unit: own('s200'), verdict: verdict(''), supersedes: null });
    putSamples(workspace, [sampleRow('later', { created_at: at(500) })]);
    const { rows: page } = await queries.call('rows', { viewId, offset: 98, limit: 3 });
    expect(page.map(({ sampleId, overall }) => [sampleId, overall])).toEqual([
      ['s201', null],
      ['s200', 5],
      ['s199', null],
    ]);
    const again = await queries.call('search', { filter: { status: 'unlabeled' }, sort: 'newest' });
    expect(again.rows[0]?.sampleId).toBe('later');
    expect(await queries.call('total', again)).toEqual({ total: 300 });
  });

  it('counts what there is to filter by, the commonest first, and again when samples come', async () => {
    const { workspace, queries } = open([
      sampleRow('a', { tags: ['vip', 'orders'] }),
      sampleRow('b', { source: { agent_name: 'Billing' }, query: { text: 'x' }, tags: ['orders'] }),
      sampleRow('c'),
    ]);
    const facets = {
      agents: [
        { value: 'Order Support', count: 2 },
        { value: 'Billing', count: 1 },
      ],
      intents: [{ value: 'order_status', count: 2 }],
      tags: [
        { value: 'orders', count: 3 },
        { value: 'vip', count: 1 },
      ],
    };
    expect(await queries.call('facets', null)).toEqual(facets);
    expect(await queries.call('facets', null)).toEqual(facets);
    putSamples(workspace, [sampleRow('d', { source: { agent_name: 'Returns' } })]);
    expect((await queries.call('facets', null)).agents).toContainEqual({ value: 'Returns', count: 1 });
  });

  it('holds no read transaction between calls, even with half-read result sets', async () => {
    const { workspace, queries } = open(rows(400));
    const { viewId } = await queries.call('search', { filter: {}, sort: 'least_confident' });
    await queries.call('search', { filter: { text: 'order' }, sort: 'newest' });
    await queries.call('next', { order: { strategy: 'by_intent', seed: null }, filter: {}, after: null, limit: 1 });
    await queries.call('next', { order: { strategy: 'random', seed: 1 }, filter: {}, after: null, limit: 1 });
    putSamples(workspace, [sampleRow('later', { created_at: at(500) })]);
    expect(canCheckpoint(workspace)).toBe(true);
    expect(await queries.call('total', { viewId })).toEqual({ total: 401 });
  });

  it('refuses a date that is none and a result set that is gone, in words', async () => {
    const { queries } = open(rows(2));
    const search = queries.call('search', { filter: { from: 'yesterday' }, sort: 'newest' });
    await expect(search).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining('yesterday'),
    });
    await expect(queries.call('total', { viewId: 99 })).rejects.toMatchObject({
      kind: 'not-found',
      remedy: 'Open the search again.',
    });
  });

  it('examines both files', async () => {
    const { queries } = open(rows(3));
    const findings = await queries.call('examine', null);
    expect(findings.length).toBeGreaterThan(3);
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('closes while it is still counting', async () => {
    const { queries } = open(rows(2000));
    const { viewId } = await queries.call('search', { filter: { text: 'order' }, sort: 'least_confident' });
    const settled = Promise.allSettled([queries.call('total', { viewId }), queries.call('facets', null)]);
    await queries.close();
    expect(await settled).toHaveLength(2);
  });
});
