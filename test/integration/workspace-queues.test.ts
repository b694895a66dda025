import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openWritable } from '../../electron/service/store/database.ts';
import { migrate } from '../../electron/service/store/migrate.ts';
import { examine } from '../../electron/service/workspace/doctor.ts';
import { labels } from '../../electron/service/workspace/migrations/work/0001-labels.ts';
import { openWorkspace, workspaceFiles } from '../../electron/service/workspace/open.ts';
import { emptyDraft } from '../../shared/domain/label.ts';
import { scaleIds } from '../../shared/domain/rubric.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openLabeling, own } from '../fixtures/labeling.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { putSamples } from '../fixtures/workspace.ts';

const first = verdict('', { scores: allScores(2), note: 'first' });
const second = verdict('', { scores: allScores(4), note: 'second' });
const ids = { first: randomUUID(), second: randomUUID(), other: randomUUID() };
const draft = { ...emptyDraft, note: 'half a thought' };
const position = {
  sampleId: 'c',
  order: { strategy: 'newest', seed: null },
  filter: { tag: 'orders' },
  focus: 'note',
  caret: { start: 1, end: 2 },
  scroll: { answer: 40 },
};

/** A work.db as the first release left it: its schema, and what a labeler had done. */
function firstRelease(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const file = workspaceFiles(folder).work;
  const db = openWritable(file, 'full');
  migrate(db, file, [labels], () => {});
  const at = (minute: number) => `2026-09-01T08:0${minute}:00.000Z`;
  const label = db.prepare(
    `INSERT INTO labels (id, sample_id, labeler_id, kind, verdict, committed_at, supersedes)
     VALUES (?, ?, 'ann', ?, ?, ?, ?)`,
  );
  label.run(ids.first, 'a', 'verdict', JSON.stringify(first), at(1), null);
  label.run(ids.second, 'a', 'verdict', JSON.stringify(second), at(2), ids.first);
  label.run(ids.other, 'b', 'verdict', JSON.stringify(first), at(3), null);
  const mark = db.prepare('INSERT INTO marks (sample_id, labeler_id, kind, reason, marked_at) VALUES (?, ?, ?, ?, ?)');
  mark.run('c', 'ann', 'skip', 'language', at(4));
  mark.run('a', 'ann', 'flag', null, at(5));
  const standing = db.prepare(
    `INSERT INTO standings (sample_id, label_id, labeled_at, decision, corrected, ${scaleIds.join(', ')}, flagged)
     VALUES (?, ?, ?, 'approve', 0, ${scaleIds.map(() => '?').join(', ')}, ?)`,
  );
  standing.run('a', ids.second, at(2), ...scaleIds.map(() => 4), 1);
  standing.run('b', ids.other, at(3), ...scaleIds.map(() => 2), 0);
  db.prepare(`INSERT INTO standings (sample_id, skipped) VALUES ('c', 'language')`).run();
  const action = db.prepare('INSERT INTO actions (sample_id, what, before, after, undone) VALUES (?, ?, ?, ?, ?)');
  action.run('a', 'label', null, ids.first, 0);
  action.run('a', 'label', ids.first, ids.second, 0);
  action.run('c', 'skip', null, 'language', 0);
  action.run('b', 'flag', null, '1', 1);
  db.prepare('INSERT INTO drafts (sample_id, body, saved_at) VALUES (?, ?, ?)').run('b', JSON.stringify(draft), at(6));
  const meta = db.prepare('INSERT INTO meta (key, value) VALUES (?, ?)');
  meta.run('labeler_id', 'ann');
  meta.run('position', JSON.stringify(position));
  db.close();
}

it('a workspace of the first release keeps all that was done in it, in its own queue', () => {
  const folder = join(temporaryFolder(), 'old');
  firstRelease(folder);
  const workspace = openWorkspace(folder, { create: false, program: 'a test' });
  onTestFinished(() => workspace.close());
  putSamples(
    workspace,
    ['a', 'b', 'c'].map((id) => sampleRow(id)),
  );
  const { labeling, drafts } = openLabeling(workspace);

  expect(labeling.items(null, ['a', 'b', 'c'])).toMatchObject([
    { queueId: null, label: { id: ids.second, queueId: null, verdict: second }, draft: null, flagged: true },
    { queueId: null, label: { id: ids.other }, draft, skipped: null },
    { queueId: null, label: null, skipped: 'language' },
  ]);
  expect(labeling.history(own('a')).map(({ id }) => id)).toEqual([ids.first, ids.second]);
  expect(drafts.position(null)).toEqual(position);
  expect(drafts.position(undefined)).toEqual(position);
  expect(readdirSync(workspace.files.backups)).toHaveLength(1);
  expect(examine(workspace).filter(({ ok }) => !ok)).toEqual([]);

  expect(labeling.redo()).toMatchObject({ what: 'flag', item: { sample: { sampleId: 'b' }, flagged: true } });
  for (const what of ['flag', 'skip']) expect(labeling.undo()).toMatchObject({ what });
  expect(labeling.undo()).toMatchObject({ item: { label: { verdict: first }, draft: { note: 'second' } } });
  expect(labeling.undo()).toMatchObject({ item: { label: null } });
  expect(labeling.undo()).toBeNull();
  expect(examine(workspace).filter(({ ok }) => !ok)).toEqual([]);
});

it('the last label within one millisecond is still the last after the migration', () => {
  const folder = join(temporaryFolder(), 'old');
  firstRelease(folder);
  const before = openWritable(workspaceFiles(folder).work, 'full');
  const rows = (db: typeof before) => db.prepare('SELECT rowid, sample_id FROM standings ORDER BY rowid').all();
  const kept = rows(before);
  before.close();
  const { work, close } = openWorkspace(folder, { create: false, program: 'a test' });
  expect(rows(work)).toEqual(kept);
  close();
});
