import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { Judgments } from '../../electron/service/evaluation/judgments.ts';
import { examine } from '../../electron/service/workspace/doctor.ts';
import { type Better, betters } from '../../shared/domain/comparison.ts';
import { addEvaluation } from '../fixtures/evaluations.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const evaluationId = '01a21a26-191e-741e-b6dd-1dec1aa8ee48';
const sampleIds = ['a', 'b', 'c'];
const judges = ['ann', 'ben'];
const said = (better: Better) => ({ better, scores: null, note: '', activeMs: 1 });

const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ judge: fc.constantFrom(...judges), item: fc.nat(2), better: fc.constantFrom(...betters) }),
  },
  { weight: 1, arbitrary: fc.record({ judge: fc.constantFrom(...judges) }) },
);

it('each judge goes back through what they saw, and on every item stands what its judge said last', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const workspace = workspaceWith([]);
      addEvaluation(workspace.work, evaluationId, sampleIds);
      const ids = workspace.work.prepare<[], string>('SELECT id FROM evaluation_items').pluck().all();
      const judgments = new Judgments(workspace.work);
      const seen = (judge: string) => ids.map((id) => judgments.standing(id, judge)?.better ?? null);
      const states = new Map<string, (Better | null)[][]>(judges.map((judge) => [judge, [ids.map(() => null)]]));
      for (const { judge, ...action } of steps) {
        const past = states.get(judge) ?? [];
        if ('better' in action) {
          judgments.judge(uuidv7(), ids[action.item] ?? '', judge, said(action.better));
          past.push(seen(judge));
        } else {
          expect(judgments.undo(evaluationId, judge) === null).toBe(past.length === 1);
          if (past.length > 1) past.pop();
        }
        for (const each of judges) expect(seen(each)).toEqual(states.get(each)?.at(-1));
        const standing = judges.flatMap((each) => seen(each).filter((better) => better !== null));
        expect(judgments.count(evaluationId, judge).all).toBe(standing.length);
        expect(judgments.all(evaluationId)).toHaveLength(standing.length);
      }
      expect(examine(workspace).filter(({ ok }) => !ok)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

it('the check of a workspace finds a standing that is not the last judgment, and one that is missing', () => {
  const workspace = workspaceWith([]);
  const { work } = workspace;
  addEvaluation(work, evaluationId, sampleIds);
  const item = work.prepare<[], string>('SELECT id FROM evaluation_items').pluck().get() ?? '';
  const judgments = new Judgments(work);
  const first = uuidv7();
  judgments.judge(first, item, 'ann', said('first'));
  judgments.judge(uuidv7(), item, 'ann', said('tie'));
  const found = () => examine(workspace).find(({ check }) => check === 'standing judgments');
  expect(found()?.ok).toBe(true);
  work.prepare('UPDATE evaluation_standings SET judgment_id = ?').run(first);
  expect(found()).toMatchObject({ ok: false, detail: 'on 1 items stands another judgment than the last' });
  work.exec('DELETE FROM evaluation_standings');
  expect(found()?.ok).toBe(false);
});
