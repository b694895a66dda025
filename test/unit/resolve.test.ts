import { describe, expect, it } from 'vitest';
import type { Label, Verdict } from '../../shared/domain/label.ts';
import type { LegacyVerdict } from '../../shared/rules/legacy.ts';
import { type Resolution, standingLabels } from '../../shared/rules/resolve.ts';
import { adjudicationOf, resolved, verdictLabel, withdrawal } from '../fixtures/labels.ts';

const rejection: Partial<Verdict> = { decision: 'reject', reasons: ['other'] };
const legacy: LegacyVerdict = {
  approved: true,
  scores: { overall: 5 },
  editedText: null,
  reason: null,
  approvedBy: null,
  approvedAt: null,
};

/** What decides, in short: the label's seq, or the status. */
function short(resolution: Resolution): string | number {
  if (resolution.status !== 'resolved') return resolution.status;
  return resolution.by === 'label' ? resolution.label.seq : resolution.by;
}

describe('standing labels', () => {
  it.each<[string, Label[], number[]]>([
    ['nothing', [], []],
    ['one verdict', [verdictLabel(1)], [1]],
    ['the later of two', [verdictLabel(1), verdictLabel(2, rejection)], [2]],
    ['nothing after a withdrawal', [verdictLabel(1), withdrawal(2)], []],
    ['a verdict after a withdrawal', [verdictLabel(1), withdrawal(2), verdictLabel(3)], [3]],
    ['one of each labeler', [verdictLabel(1), verdictLabel(2, {}, 'bob'), verdictLabel(3)], [2, 3]],
    ['the other one when one withdraws', [verdictLabel(1), verdictLabel(2, {}, 'bob'), withdrawal(3, 'bob')], [1]],
  ])('are %s', (_, labels, standing) => {
    for (const order of [labels, labels.toReversed()])
      expect(
        standingLabels(order)
          .map(({ seq }) => seq)
          .sort(),
      ).toEqual(standing);
  });
});

describe('resolve', () => {
  const seen = [verdictLabel(1), verdictLabel(2, rejection, 'bob')];

  it.each<[string, Label[], Parameters<typeof resolved>[1], string | number]>([
    ['nobody', [], {}, 'unreviewed'],
    ['a verdict from before Assay', [], { legacy }, 'legacy'],
    ['a label over a verdict from before', [verdictLabel(1)], { legacy }, 1],
    ['a label taken back: what was before', [verdictLabel(1), withdrawal(2)], { legacy }, 'legacy'],
    ['a label taken back, nothing before', [verdictLabel(1), withdrawal(2)], {}, 'unreviewed'],
    ['too few labelers', [verdictLabel(1)], { legacy, overlap: 2 }, 'waiting'],
    ['one labeler twice is one labeler', [verdictLabel(1), verdictLabel(2)], { overlap: 2 }, 'waiting'],
    ['agreement: the last', [verdictLabel(1), verdictLabel(2, {}, 'bob')], { overlap: 2 }, 2],
    ['disagreement', seen, { legacy, overlap: 2 }, 'disagreement'],
    ['disagreement while others are missing', seen, { legacy, overlap: 3 }, 'disagreement'],
    [
      'an adjudication of these labels',
      seen,
      { adjudication: adjudicationOf(seen), legacy, overlap: 2 },
      'adjudication',
    ],
    [
      'an adjudication that saw fewer',
      seen,
      { adjudication: adjudicationOf([verdictLabel(1)]), legacy, overlap: 2 },
      'disagreement',
    ],
    [
      'an adjudication that names one label twice',
      seen,
      { adjudication: adjudicationOf([verdictLabel(1), verdictLabel(1)]), legacy, overlap: 2 },
      'disagreement',
    ],
    [
      'an adjudication, reopened by a later label',
      [...seen, verdictLabel(3, rejection)],
      { adjudication: adjudicationOf(seen), legacy, overlap: 2 },
      3,
    ],
    [
      'an adjudication, reopened by a withdrawal',
      [...seen, withdrawal(3, 'bob')],
      { adjudication: adjudicationOf(seen), legacy, overlap: 2 },
      'waiting',
    ],
  ])('%s', (_, labels, rest, expected) => {
    expect(short(resolved(labels, rest))).toBe(expected);
    expect(short(resolved(labels.toReversed(), rest))).toBe(expected);
  });
});
