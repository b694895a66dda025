import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { connect } from '../../electron/service/labeling/connect.ts';
import { OutboxReader } from '../../electron/service/outbox/outbox.ts';
import { openLabeling, own } from '../fixtures/labeling.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { account } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const rows = Array.from({ length: 700 }, (_, i) => sampleRow(`s${i}`));
const answerOf = (sampleId: string) => sampleRow(sampleId).agent_response.text;

function workedAlone() {
  const workspace = workspaceWith(rows);
  const loop = openLabeling(workspace);
  const commit = (sampleId: string, score: 2 | 5) =>
    loop.labeling.commit(randomUUID(), own(sampleId), verdict(answerOf(sampleId), { scores: allScores(score) })).id;
  const waiting = () => new OutboxReader(workspace.work).next(account, 0, 10_000, 1e9);
  return { workspace, ...loop, commit, waiting };
}

it('adds what was done alone to the outbox, once and oldest first', () => {
  const { workspace, labeling, outbox, commit, waiting } = workedAlone();
  const first = commit('s0', 5);
  labeling.skip(own('s1'), 'language');
  labeling.flag(own('s0'), true);
  const second = commit('s0', 2);
  labeling.undo();
  labeling.flag(own('s0'), false);
  expect(waiting()).toEqual([]);

  connect(workspace.work, outbox, account);
  connect(workspace.work, outbox, account);
  const [restored] = labeling.history(own('s0')).slice(-1);
  const told = waiting().map(({ op_id, body, at }) => ({ id: op_id, at, ...JSON.parse(body) }));
  const about = (sample_id: string) => ({ queue_id: null, sample_id });
  const kinds = told.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'label')).toHaveLength(3);
  expect(told.filter(({ kind }) => kind === 'label')).toMatchObject([
    { id: first, ...about('s0'), supersedes: null, verdict: { scores: allScores(5) } },
    { id: second, ...about('s0'), supersedes: first, verdict: { scores: allScores(2) } },
    { id: restored?.id, ...about('s0'), supersedes: second, verdict: { scores: allScores(5) } },
  ]);
  expect(told.filter(({ kind }) => kind !== 'label')).toMatchObject([
    { kind: 'skip', ...about('s1'), reason: 'language' },
    { kind: 'flag', ...about('s0'), flagged: true },
    { kind: 'flag', ...about('s0'), flagged: false },
  ]);
  expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted());
});

it('keeps what supersedes behind what it supersedes when the clock was set back', () => {
  const { workspace, outbox, waiting } = workedAlone();
  const { work, labelerId } = workspace;
  const label = work.prepare(
    `INSERT INTO labels (id, sample_id, labeler_id, kind, verdict, committed_at, supersedes)
     VALUES (?, 's0', ?, 'verdict', ?, ?, ?)`,
  );
  const [early, late] = [randomUUID(), randomUUID()];
  const body = JSON.stringify(verdict(answerOf('s0')));
  label.run(early, labelerId, body, '2026-09-02T08:00:00.000Z', null);
  label.run(late, labelerId, body, '2026-09-01T08:00:00.000Z', early);
  connect(work, outbox, account);
  expect(waiting().map(({ op_id }) => op_id)).toEqual([early, late]);
});

it('tells all of a long time alone, and refuses another account without changing anything', () => {
  const { workspace, outbox, commit, waiting } = workedAlone();
  const ids = workspace.work.transaction(() => rows.map(({ sample_id }) => commit(sample_id, 5)))();
  connect(workspace.work, outbox, account);
  expect(waiting().map(({ op_id }) => op_id)).toEqual(ids);
  expect(() => connect(workspace.work, outbox, randomUUID())).toThrow('another account');
  expect(outbox.account).toBe(account);
  expect(waiting()).toHaveLength(rows.length);
});
