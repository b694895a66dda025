import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { emptyDraft } from '../../shared/domain/label.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openLabeling, own } from '../fixtures/labeling.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const answer = sampleRow('a').agent_response.text;

function openLoop(folder = temporaryFolder()) {
  const workspace = workspaceWith([sampleRow('a'), sampleRow('b')], folder);
  return { workspace, ...openLabeling(workspace) };
}

it('commits once under one id, however often it is asked', () => {
  const { labeling, workspace } = openLoop();
  const id = randomUUID();
  const first = labeling.commit(id, own('a'), verdict(answer));
  expect(labeling.commit(id, own('a'), verdict(answer))).toEqual(first);
  expect(() => labeling.commit(id, own('b'), verdict(answer))).toThrow('already used for another sample');
  expect(workspace.work.prepare('SELECT count(*) FROM labels').pluck().get()).toBe(1);
});

it('supersedes: the history keeps every verdict, the last one stands', () => {
  const { labeling } = openLoop();
  const first = labeling.commit(randomUUID(), own('a'), verdict(answer));
  const second = labeling.commit(randomUUID(), own('a'), verdict(answer, { scores: allScores(2) }));
  expect(second.supersedes).toBe(first.id);
  expect(labeling.history(own('a')).map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(labeling.items(null, ['a'])[0]?.label).toEqual(second);
  expect(labeling.count()).toBe(1);
});

it('takes the draft away with the commit, and gives the verdict back as a draft when it is undone', () => {
  const { labeling, drafts } = openLoop();
  drafts.save(own('a'), { ...emptyDraft, note: 'half a thought' });
  labeling.commit(randomUUID(), own('a'), verdict(answer, { note: 'a whole thought' }));
  expect(drafts.get(own('a'))).toBeNull();
  const undone = labeling.undo();
  expect(undone?.item.label).toBeNull();
  expect(undone?.item.draft?.note).toBe('a whole thought');
});

it('refuses a verdict on a sample that is not there, and changes nothing', () => {
  const { labeling, workspace } = openLoop();
  expect(() => labeling.commit(randomUUID(), own('nowhere'), verdict(answer))).toThrow('no sample nowhere');
  expect(() => labeling.skip(own('nowhere'), 'unclear')).toThrow('no sample nowhere');
  expect(workspace.work.prepare('SELECT count(*) FROM actions').pluck().get()).toBe(0);
});

it('keeps labels append-only against anybody who writes SQL', () => {
  const { labeling, workspace } = openLoop();
  labeling.commit(randomUUID(), own('a'), verdict(answer));
  expect(() => workspace.work.exec(`UPDATE labels SET verdict = '{}'`)).toThrow('append-only');
  expect(() => workspace.work.exec('DELETE FROM labels')).toThrow('append-only');
});

it('undoes across a restart', () => {
  const folder = temporaryFolder();
  const { labeling, workspace } = openLoop(folder);
  labeling.commit(randomUUID(), own('a'), verdict(answer));
  labeling.flag(own('b'), true);
  workspace.close();

  const again = openWorkspace(folder, { create: false, program: 'a test' });
  const { labeling: reopened } = openLabeling(again);
  expect(reopened.undo()?.item.flagged).toBe(false);
  expect(reopened.undo()?.item.label).toBeNull();
  expect(reopened.undo()).toBeNull();
  expect(reopened.redo()?.item.label).toMatchObject({ kind: 'verdict' });
  again.close();
});
