import { describe, expect, it } from 'vitest';
import { CorpusWriter, prepareSample, secondOf, shuffleOf } from '../../electron/service/samples/write.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { examine } from '../../electron/service/workspace/doctor.ts';
import type { Workspace } from '../../electron/service/workspace/open.ts';
import { sampleRowSchema } from '../../shared/domain/sample.ts';
import { sampleRow, sha256 } from '../fixtures/samples.ts';
import { bind, queueA, queueB, tell } from '../fixtures/team.ts';
import { putSamples, workspaceWith } from '../fixtures/workspace.ts';

const perSecond = 2 ** 20;
const second = Date.parse('2026-09-01T08:00:00Z') / 1000;
const moment = (after: number) => new Date((second + after) * 1000).toISOString();

const idOf = ({ corpus }: Workspace, sampleId: string) =>
  corpus.prepare<[string], number>('SELECT id FROM samples WHERE sample_id = ?').pluck().get(sampleId);
const found = ({ corpus }: Workspace, words: string) =>
  corpus.prepare<[string], number>('SELECT rowid FROM samples_text WHERE samples_text MATCH ?').pluck().all(words);
const tagsOf = ({ corpus }: Workspace) => corpus.prepare('SELECT tag, id FROM sample_tags ORDER BY tag').raw().all();
const faults = ({ work, corpus }: Workspace) => examine({ work, corpus }).filter(({ ok }) => !ok);

describe('the id of a sample', () => {
  it('is its second, and its place in that second', () => {
    const workspace = workspaceWith([sampleRow('a'), sampleRow('b', { created_at: moment(-1) }), sampleRow('c')]);
    putSamples(workspace, [sampleRow('d', { created_at: '2026-09-01T09:00:00.900+01:00' })]);
    expect(['a', 'b', 'c', 'd'].map((id) => idOf(workspace, id))).toEqual(
      [
        [0, 0],
        [-1, 0],
        [0, 1],
        [0, 2],
      ].map(([s = 0, n = 0]) => (second + s) * perSecond + n),
    );
    expect(faults(workspace)).toEqual([]);
  });

  it('runs over into the next second when one is full', () => {
    const workspace = workspaceWith([sampleRow('a'), sampleRow('next', { created_at: moment(1) })]);
    const db = openWritable(workspace.files.corpus, 'normal');
    db.prepare('UPDATE samples SET id = ? WHERE id = ?').run((second + 1) * perSecond - 1, second * perSecond);
    db.close();
    putSamples(workspace, [sampleRow('b'), sampleRow('c')]);
    expect(['b', 'c'].map((id) => idOf(workspace, id))).toEqual([1, 2].map((n) => (second + 1) * perSecond + n));
  });

  it('can be told of every moment from 1970 to 2106, and is a safe integer', () => {
    expect(secondOf('1970-01-01T00:00:00Z')).toBe(0);
    expect(secondOf('1969-12-31T23:59:59Z')).toBeNull();
    expect(secondOf('2106-02-07T06:28:15.9Z')).toBe(2 ** 32 - 1);
    expect(secondOf('2106-02-07T06:28:16Z')).toBeNull();
    expect(Number.isSafeInteger(2 ** 32 * perSecond - 1)).toBe(true);
  });
});

describe('a sample that is there already', () => {
  it('stays untouched when it says the same', () => {
    const workspace = workspaceWith([sampleRow('a')]);
    const db = openWritable(workspace.files.corpus, 'normal');
    const writer = new CorpusWriter(db);
    const version = () => db.prepare('SELECT total_changes()').pluck().get();
    const before = version();
    // The schema puts the keys that it knows in its own order, however they came.
    const reordered = sampleRowSchema.parse(Object.fromEntries(Object.entries(sampleRow('a')).reverse()));
    for (const row of [sampleRow('a'), reordered])
      expect(writer.put(prepareSample(row, true), writer.find('a'))).toEqual({
        id: second * perSecond,
        outcome: 'unchanged',
      });
    expect(version()).toBe(before);
    db.close();
  });

  it('changes with its tags and its words, and keeps its id', () => {
    const workspace = workspaceWith([sampleRow('a', { tags: ['old', 'both'] }), sampleRow('b', { tags: [] })]);
    const response = { text: 'Nothing but porcupines.', sources: [], confidence: 0.2 };
    putSamples(workspace, [sampleRow('a', { tags: ['both', 'new', 'new'], agent_response: response })]);
    const id = second * perSecond;
    expect(tagsOf(workspace)).toEqual([
      ['both', id],
      ['new', id],
    ]);
    expect(found(workspace, 'porcupines')).toEqual([id]);
    expect(found(workspace, 'warehouse')).toEqual([id + 1]);
    const stored = workspace.corpus.prepare('SELECT response_hash, confidence FROM samples WHERE id = ?').get(id);
    expect(stored).toEqual({ response_hash: sha256(response.text), confidence: 0.2 });
    expect(workspace.corpus.prepare(`SELECT value FROM meta WHERE key = 'samples'`).pluck().get()).toBe('2');
    expect(faults(workspace)).toEqual([]);
  });

  it('moves in the order of time when its time changes', () => {
    const workspace = workspaceWith([sampleRow('a'), sampleRow('b', { created_at: moment(10) })]);
    putSamples(workspace, [sampleRow('a', { created_at: moment(10) })]);
    expect(idOf(workspace, 'a')).toBe((second + 10) * perSecond + 1);
    expect(found(workspace, 'warehouse')).toEqual([(second + 10) * perSecond, (second + 10) * perSecond + 1]);
    expect(tagsOf(workspace).map((row) => (row as unknown[])[1])).toEqual(found(workspace, 'warehouse'));
    expect(faults(workspace)).toEqual([]);
  });

  it('may be put again before the first is indexed', () => {
    const workspace = workspaceWith([sampleRow('a'), sampleRow('a', { query: { text: 'Porcupines?' } })]);
    expect(found(workspace, 'porcupines')).toEqual([second * perSecond]);
    expect(found(workspace, 'asks')).toEqual([]);
    expect(faults(workspace)).toEqual([]);
  });
});

it('the number for the random order is the same everywhere, for ever', () => {
  expect(['', 'a', '9491c17c-6c43-5a10-81fa-5b663e5b70f4'].map(shuffleOf)).toEqual([2872998923, 444641715, 1862827383]);
});

it('every sample stands in the columns that it is found by', () => {
  const workspace = workspaceWith([
    sampleRow('a', { created_at: '2026-09-01 10:00:00+02', human_feedback: { approved: true } }),
    sampleRow('b', { source: { agent_name: 'x' }, query: { text: 'q' }, agent_response: { text: 'r' } }),
  ]);
  const columns = 'created_at, agent, intent, conversation_id, confidence, legacy';
  expect(workspace.corpus.prepare(`SELECT ${columns} FROM samples ORDER BY id`).raw().all()).toEqual([
    ['2026-09-01T08:00:00.000Z', 'Order Support', 'order_status', 'conversation of a', 0.8, 1],
    ['2026-09-01T08:00:00.000Z', 'x', null, null, null, 0],
  ]);
});

it('a sample that is moved in time stays where the queues that hold it look for it', () => {
  const workspace = workspaceWith([sampleRow('a'), sampleRow('b')]);
  bind(workspace);
  const assigned = (queue_id: string) => ({ queue_id, sample_id: 'a', state: 'leased' as const });
  tell(workspace, { assignments: [assigned(queueA), assigned(queueB)] });
  putSamples(workspace, [sampleRow('a', { created_at: '2026-10-05T08:00:00Z' })]);
  expect(faults(workspace)).toEqual([]);
  const places = workspace.corpus.prepare<[], number>('SELECT id FROM assignments WHERE id IS NOT NULL').pluck();
  expect(places.all()).toEqual([idOf(workspace, 'a'), idOf(workspace, 'a')]);
});
