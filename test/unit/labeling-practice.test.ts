import { describe, expect, it } from 'vitest';
import { readPractice, readRubric } from '../../electron/service/workspace/guidelines.ts';
import { reasonNames } from '../../renderer/labeling/names.ts';
import { compare } from '../../renderer/practice/compare.ts';
import { type Draft, emptyDraft } from '../../shared/domain/label.ts';
import type { PracticeItem } from '../../shared/domain/practice.ts';
import { type PartialScores, type Score, scaleIds } from '../../shared/domain/rubric.ts';

const { rubric } = readRubric('resources');
const items = readPractice('resources');
const first = (accepted: Score | Score[] | undefined): Score | undefined =>
  Array.isArray(accepted) ? accepted[0] : accepted;

/** What a labeler enters who agrees with the item in everything. */
function agreeing({ expected }: PracticeItem): Draft {
  const wanted = { ...expected.scores, overall: expected.overall };
  const scores: PartialScores = Object.fromEntries(scaleIds.map((id) => [id, first(wanted[id]) ?? 3]));
  return { ...emptyDraft, scores, decision: expected.decision, reasons: expected.reasons?.slice(0, 1) ?? [] };
}

describe.each(items.map((item) => [item.teaches, item] as const))('%s', (_, item) => {
  it('agrees with the expected verdict', () => expect(compare(agreeing(item), item, rubric)).toEqual([]));
  it('names another decision', () => {
    const decision = item.expected.decision === 'reject' ? 'approve' : 'reject';
    expect(compare({ ...agreeing(item), decision }, item, rubric)).toContainEqual(
      expect.objectContaining({ about: 'Decision' }),
    );
  });
});

it.each(items.filter(({ expected }) => expected.reasons))('“$teaches” names its reasons as the screen does', (item) => {
  for (const reason of item.expected.reasons ?? []) expect(item.task).toContain(`“${reasonNames[reason]}”`);
});

it('three scores in a row are a range', () => {
  const item = items.find(({ expected }) => expected.scores.factuality?.toString() === '1,2,3');
  if (!item) throw new Error('no item accepts 1 to 3');
  const draft = agreeing(item);
  expect(compare({ ...draft, scores: { ...draft.scores, factuality: 5 } }, item, rubric)).toEqual([
    { about: 'Factuality', given: '5', expected: '1 to 3' },
  ]);
});

it('names the scale, what was given and what was expected', () => {
  const [item] = items;
  if (!item) throw new Error('there are no practice items');
  const draft = agreeing(item);
  expect(compare({ ...draft, scores: { ...draft.scores, tone: 1 } }, item, rubric)).toEqual([
    { about: 'Tone', given: '1', expected: '4 or 5' },
  ]);
});
