import { describe, expect, it } from 'vitest';
import { type HumanFeedback, humanFeedbackSchema } from '../../shared/domain/sample.ts';
import { legacyVerdict } from '../../shared/rules/legacy.ts';

const read = (feedback: HumanFeedback | null, reviewed = false) => legacyVerdict(feedback, reviewed);

describe('what counts as a verdict from before', () => {
  it.each<[string, HumanFeedback | null, boolean]>([
    ['no feedback', null, false],
    ['an empty object', {}, false],
    ['what the collector writes into every new row', { approved: false }, false],
    ['nulls', { approved: null, overall_rating: null, quality_scores: null, human_edited_text: null }, false],
    ['an empty edit', { human_edited_text: '' }, false],
    ['notes alone', { notes: 'look at this' }, false],
    ['an approval', { approved: true }, true],
    ['a rating', { approved: false, overall_rating: 'poor' }, true],
    ['scores', { quality_scores: { tone: 2 } }, true],
    ['an edited text', { human_edited_text: 'Better.' }, true],
    ['a date', { approved: false, approved_at: '2026-01-01T00:00:00Z' }, true],
  ])('%s', (_, feedback, expected) => {
    expect(read(feedback) !== null).toBe(expected);
  });

  it('is a refusal when the row is marked as reviewed and not approved', () => {
    expect(read({ approved: false }, true)).toMatchObject({ approved: false, scores: {} });
    expect(read(null, true)).toBeNull();
  });
});

describe('the table’s dialect', () => {
  it.each([
    ['poor', 1],
    ['fair', 3],
    ['good', 4],
    ['excellent', 5],
    [2, 2],
    [3.9, 3],
  ] as const)('reads the rating %s as %s', (rating, overall) => {
    expect(read({ overall_rating: rating })?.scores).toEqual({ overall });
  });

  it('reads scores under our names, with policy_alignment as policy and nothing for what it never asked', () => {
    const scores = { factuality: 5, helpfulness: 4, tone: 3, policy_alignment: 2, citation_quality: 1 };
    expect(read({ quality_scores: scores })?.scores).toEqual({ factuality: 5, helpfulness: 4, tone: 3, policy: 2 });
  });

  it('prefers our own name where both are there', () => {
    expect(read({ quality_scores: { policy: 5, policy_alignment: 2 } })?.scores).toEqual({ policy: 5 });
  });

  it('never loses a score below the bar: fractions are rounded down', () => {
    expect(read({ quality_scores: { tone: 3.5, factuality: 4.5 } })?.scores).toEqual({ tone: 3, factuality: 4 });
  });

  it('leaves missing scores missing', () => {
    expect(read({ approved: true, quality_scores: { tone: null } })?.scores).toEqual({});
  });

  it('keeps the edit, its known reason and who approved when', () => {
    const feedback = humanFeedbackSchema.parse({
      approved: true,
      approved_by: 'lead@example.com',
      approved_at: '2026-01-01T00:00:00Z',
      human_edited_text: 'Better.',
      edit_reason: 'tone_adjustment',
    });
    expect(read(feedback)).toMatchObject({
      editedText: 'Better.',
      reason: 'tone_adjustment',
      approvedBy: 'lead@example.com',
      approvedAt: '2026-01-01T00:00:00Z',
    });
    expect(read({ approved: true, edit_reason: 'a reason of another tool' })?.reason).toBeNull();
  });
});
