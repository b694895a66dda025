import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { examine } from '../../electron/service/workspace/doctor.ts';
import { skipReasons } from '../../shared/domain/label.ts';
import { type Score, scoreValues } from '../../shared/domain/rubric.ts';
import { openLabeling, own } from '../fixtures/labeling.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const sampleIds = ['a', 'b', 'c'];
const sampleId = fc.constantFrom(...sampleIds);
const step = fc.oneof(
  fc.record({ do: fc.constant('commit' as const), sampleId, score: fc.constantFrom(...scoreValues) }),
  fc.record({ do: fc.constant('skip' as const), sampleId, reason: fc.constantFrom(...skipReasons) }),
  fc.record({ do: fc.constant('flag' as const), sampleId, flagged: fc.boolean() }),
  fc.record({ do: fc.constant('undo' as const) }),
  fc.record({ do: fc.constant('redo' as const) }),
);

/** What a person sees on the samples: the naive model of the loop, kept as whole states. */
type Seen = Record<string, { score: Score | null; skipped: string | null; flagged: boolean }>;
const nothing: Seen = Object.fromEntries(sampleIds.map((id) => [id, { score: null, skipped: null, flagged: false }]));

function openLoop() {
  const rows = sampleIds.map((id) => sampleRow(id));
  const workspace = workspaceWith(rows);
  const { labeling } = openLabeling(workspace);
  const seen = (): Seen =>
    Object.fromEntries(
      labeling
        .items(null, sampleIds)
        .map(({ sample, label, skipped, flagged }) => [
          sample.sampleId,
          { score: label?.kind === 'verdict' ? label.verdict.scores.overall : null, skipped, flagged },
        ]),
    );
  const responses = new Map(rows.map((row) => [row.sample_id, row.agent_response.text]));
  return { workspace, labeling, seen, responses };
}

it('undo and redo walk the states that a person saw, across samples and without limit', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { workspace, labeling, seen, responses } = openLoop();
      let states: Seen[] = [nothing];
      let at = 0;
      const labelCount = () => sampleIds.flatMap((id) => labeling.history(own(id))).length;
      const record = () => {
        states = [...states.slice(0, at + 1), seen()];
        at++;
      };
      for (const action of steps) {
        const before = labelCount();
        if (action.do === 'commit') {
          const response = responses.get(action.sampleId) ?? '';
          labeling.commit(randomUUID(), own(action.sampleId), verdict(response, { scores: allScores(action.score) }));
          record();
        } else if (action.do === 'skip') {
          const { sampleId, reason } = action;
          if (seen()[sampleId]?.score !== null) {
            expect(() => labeling.skip(own(sampleId), reason)).toThrow('has a verdict');
          } else {
            labeling.skip(own(sampleId), reason);
            record();
          }
        } else if (action.do === 'flag') {
          const already = seen()[action.sampleId]?.flagged === action.flagged;
          labeling.flag(own(action.sampleId), action.flagged);
          if (!already) record();
        } else if (action.do === 'undo') {
          expect(labeling.undo() === null).toBe(at === 0);
          at = Math.max(0, at - 1);
        } else {
          expect(labeling.redo() === null).toBe(at === states.length - 1);
          at = Math.min(states.length - 1, at + 1);
        }
        expect(labelCount()).toBeGreaterThanOrEqual(before);
        expect(seen()).toEqual(states[at]);
      }
      while (labeling.undo() !== null) at--;
      expect(seen()).toEqual(nothing);
      expect(examine(workspace).filter(({ ok }) => !ok)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
