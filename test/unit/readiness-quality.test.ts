import { describe, expect, it } from 'vitest';
import { highQualityFinding, humanReviewedFinding, reReviewFinding } from '../../electron/service/readiness/quality.ts';
import { type Entrant, type ReReviewVerdict, reReviews } from '../../electron/service/readiness/re-review.ts';

const reviewed = (approved: number, n: number) =>
  reReviewFinding(Array.from({ length: n }, (_, i) => ({ sampleId: `s${i}`, approved: i < approved })));

describe('high-quality samples', () => {
  it.each([
    [null, 'cannot tell', null],
    [0, 'not met', { samples: 500 }],
    [499, 'not met', { samples: 1 }],
    [500, 'met', null],
    [1_000, 'met', null],
  ])('%s: %s', (samples, verdict, settle) => {
    expect(highQualityFinding(samples)).toMatchObject({ verdict, settle, needed: 500, ideal: 1_000 });
  });
});

describe('the dataset’s own re-review', () => {
  it.each([
    [480, 500, 'met'],
    [400, 500, 'not met'],
    // 93.1 % of 160 could still be 88 %.
    [149, 160, 'cannot tell'],
  ])('%i of %i: %s', (approved, n, verdict) => {
    expect(reviewed(approved, n).verdict).toBe(verdict);
  });

  it('says how many more settle it at this rate', () => {
    const { settle } = reviewed(149, 160);
    const more = settle?.reReviews ?? 0;
    expect(more).toBeGreaterThan(0);
    const n = 160 + more;
    expect(reviewed(Math.ceil((149 / 160) * n), n).verdict).toBe('met');
    expect(reviewed(Math.floor((149 / 160) * (n - 2)), n - 2).verdict).toBe('cannot tell');
    // Nothing yet: 35 of 35 is the least that excludes nine in ten.
    expect(reviewed(0, 0).settle).toEqual({ reReviews: 35 });
    expect(reviewed(35, 35).verdict).toBe('met');
    expect(reviewed(34, 34).verdict).toBe('cannot tell');
    expect(reviewed(90, 100).settle).toEqual({ reReviews: null });
  });

  const draft: Entrant = { sampleId: 's', textHash: 'draft', by: 'draft' };
  const verdict = (hour: number, change: Partial<ReReviewVerdict> = {}): ReReviewVerdict => ({
    labelId: `l${hour}`,
    sampleId: 's',
    labelerId: 'ann',
    queueId: 'q',
    committedAt: `2026-11-20T${String(hour).padStart(2, '0')}:00:00Z`,
    decision: 'approve',
    responseHash: 'draft',
    ...change,
  });

  it('is the first later verdict by another labeler, or in another queue', () => {
    const again = [verdict(9), verdict(12, { labelerId: 'eve' }), verdict(11, { labelerId: 'bob', decision: 'edit' })];
    expect(reReviews([draft], again)).toEqual([{ sampleId: 's', approved: false }]);
    expect(reReviews([draft], [verdict(9), verdict(10, { queueId: 'r' })])).toEqual([
      { sampleId: 's', approved: true },
    ]);
  });

  it('is no change of one’s own, and no verdict on another text', () => {
    expect(reReviews([draft], [verdict(9), verdict(10)])).toEqual([]);
    expect(reReviews([draft], [verdict(9), verdict(10, { labelerId: 'bob', responseHash: 'older' })])).toEqual([]);
    expect(reReviews([draft], [])).toEqual([]);
  });

  it('of a correction is a verdict on its text, not on the draft', () => {
    const corrected: Entrant = { sampleId: 's', textHash: 'corrected', by: 'correction' };
    const edit = verdict(9, { decision: 'edit' });
    expect(reReviews([corrected], [edit, verdict(10, { labelerId: 'bob', decision: 'edit' })])).toEqual([]);
    const onText = verdict(11, { labelerId: 'bob', responseHash: 'corrected' });
    expect(reReviews([corrected], [edit, onText])).toEqual([{ sampleId: 's', approved: true }]);
  });
});

describe('the share that people reviewed', () => {
  it('is met only by all of them', () => {
    expect(humanReviewedFinding({ reviewed: 846, dataset: 846 })).toMatchObject({ verdict: 'met', share: 1 });
    expect(humanReviewedFinding({ reviewed: 845, dataset: 846 })).toMatchObject({ settle: { reviews: 1 } });
    expect(humanReviewedFinding({ reviewed: 0, dataset: 0 })).toMatchObject({ verdict: 'cannot tell', share: null });
  });
});
