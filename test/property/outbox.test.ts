import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OutboxReader } from '../../electron/service/outbox/outbox.ts';
import { examine } from '../../electron/service/workspace/doctor.ts';
import { skipReasons } from '../../shared/domain/label.ts';
import { scoreValues } from '../../shared/domain/rubric.ts';
import type { Op } from '../../shared/sync/protocol.ts';
import { openLabeling } from '../fixtures/labeling.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { account, bind, queueA, queueB, tell } from '../fixtures/team.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const sampleIds = ['a', 'b', 'c'];
const unit = fc.record({ queueId: fc.constantFrom(null, queueA, queueB), sampleId: fc.constantFrom(...sampleIds) });
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('commit' as const), unit, score: fc.constantFrom(...scoreValues) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('skip' as const), unit, reason: fc.constantFrom(...skipReasons) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('flag' as const), unit, flagged: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ask' as const), unit }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('redo' as const) }) },
);

/** A lead's workspace: a lead sees the team's samples in the own queue as well. */
function openTeam() {
  const workspace = workspaceWith(sampleIds.map((id) => sampleRow(id)));
  bind(workspace);
  const assignments = [queueA, queueB].flatMap((queue_id) =>
    sampleIds.map((sample_id) => ({ queue_id, sample_id, state: 'leased' as const })),
  );
  tell(workspace, { role: 'lead', assignments });
  return { workspace, ...openLabeling(workspace) };
}

type Standing = { label_id: string | null; skipped: string | null; flagged: number; question: string | null };
const nothing: Standing = { label_id: null, skipped: null, flagged: 0, question: null };

/** What a server that knows nothing else makes of the operations, in their order. */
function replay(ops: readonly { op_id: string; body: string }[]): Record<string, Standing> {
  const standings: Record<string, Standing> = {};
  for (const { op_id, body } of ops) {
    const op: Op = JSON.parse(body);
    if (!('queue_id' in op) || op.kind === 'adjudication') throw new Error(`a labeler told of a ${op.kind}`);
    const key = `${op.queue_id ?? ''} ${op.sample_id}`;
    const before = standings[key] ?? nothing;
    if (op.kind === 'label') {
      expect(op.supersedes).toBe(before.label_id);
      standings[key] = { ...before, label_id: op.verdict ? op_id : null };
    } else if (op.kind === 'skip') standings[key] = { ...before, skipped: op.reason };
    else if (op.kind === 'flag') standings[key] = { ...before, flagged: op.flagged ? 1 : 0 };
    else standings[key] = { ...before, question: op_id };
  }
  return standings;
}

it('replaying the outbox in order gives exactly what stands, whatever was done, undone and done again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { workspace, labeling } = openTeam();
      for (const action of steps) {
        if (action.do === 'undo') labeling.undo();
        else if (action.do === 'redo') labeling.redo();
        else if (action.do === 'commit') {
          const response = sampleRow(action.unit.sampleId).agent_response.text;
          labeling.commit(randomUUID(), action.unit, verdict(response, { scores: allScores(action.score) }));
        } else if (action.do === 'flag') labeling.flag(action.unit, action.flagged);
        else if (action.do === 'ask') {
          if (action.unit.queueId !== null) labeling.ask(action.unit, 'Is it?');
        } else if (labeling.items(action.unit.queueId, [action.unit.sampleId])[0]?.label)
          expect(() => labeling.skip(action.unit, action.reason)).toThrow('has a verdict');
        else labeling.skip(action.unit, action.reason);
      }
      const stored = workspace.work
        .prepare<[], Standing & { queue: string; sample_id: string }>(
          'SELECT queue, sample_id, label_id, skipped, flagged, question FROM standings',
        )
        .all()
        .map(({ queue, sample_id, ...standing }) => [`${queue} ${sample_id}`, standing]);
      const ops = new OutboxReader(workspace.work).next(account, 0, 10_000, 1e9);
      expect(replay(ops)).toEqual(Object.fromEntries(stored));
      expect(examine(workspace).filter(({ ok }) => !ok)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('a write that cannot be told is not made', () => {
  const { workspace, labeling } = openTeam();
  const { work } = workspace;
  const count = () =>
    ['labels', 'marks', 'actions', 'standings', 'asked', 'outbox'].map((table) =>
      work.prepare(`SELECT count(*) FROM ${table}`).pluck().get(),
    );
  const at = { queueId: queueA, sampleId: 'a' };
  labeling.commit(randomUUID(), at, verdict(''));
  const before = count();
  work.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON outbox BEGIN SELECT raise(ABORT, 'no room'); END`);
  expect(() => labeling.commit(randomUUID(), at, verdict(''))).toThrow('no room');
  expect(() => labeling.flag(at, true)).toThrow('no room');
  expect(() => labeling.ask(at, 'Is it?')).toThrow('no room');
  expect(() => labeling.undo()).toThrow('no room');
  expect(() => labeling.skip({ ...at, sampleId: 'b' }, 'other')).toThrow('no room');
  expect(count()).toEqual(before);
});

it('a workspace of one’s own tells nobody', () => {
  const workspace = workspaceWith(sampleIds.map((id) => sampleRow(id)));
  const { labeling } = openLabeling(workspace);
  labeling.commit(randomUUID(), { queueId: null, sampleId: 'a' }, verdict(''));
  labeling.skip({ queueId: null, sampleId: 'b' }, 'other');
  labeling.undo();
  expect(new OutboxReader(workspace.work).counts()).toEqual({ waiting: 0, acknowledged: 0, rejected: 0 });
});
