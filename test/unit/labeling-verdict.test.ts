import { describe, expect, it } from 'vitest';
import { readRubric } from '../../electron/service/workspace/guidelines.ts';
import {
  approve,
  decide,
  fill,
  meetsBar,
  moveTo,
  openWork,
  score,
  toggleReason,
  type Work,
  writeCorrection,
} from '../../renderer/labeling/draft-rules.ts';
import { wouldEnter } from '../../renderer/labeling/signals.ts';
import { belowGate, contradictions, missing, says, verdictOf } from '../../renderer/labeling/verdict.ts';
import { type Draft, draftOf, emptyDraft, type Verdict } from '../../shared/domain/label.ts';
import type { PartialScores, Score } from '../../shared/domain/rubric.ts';
import { defaultGate } from '../../shared/rules/gate.ts';
import { sampleFrom } from '../fixtures/labels.ts';

const { rubric } = readRubric('resources');
const response = 'Your parcel arrives on Thursday.';
const scored = (value: Score, change: PartialScores = {}): Work => {
  const work = fill(score(openWork(emptyDraft, response), value));
  return { ...work, draft: { ...work.draft, scores: { ...work.draft.scores, ...change } } };
};
const edited = (value: Score) =>
  toggleReason(writeCorrection(decide(scored(value), 'edit'), 'It arrives on Friday.'), 'factual_correction');
const say = (work: Work) => missing(work, rubric).map(({ say }) => say);
const context = {
  order: { strategy: 'oldest', seed: null },
  rubricVersion: rubric.version,
  activeMs: 1234.6,
  responseHash: 'a'.repeat(64),
  editDistance: 7,
} as const;

describe('what is missing for a commit', () => {
  it('names scores in their order, then the decision', () => {
    const work = score(openWork(emptyDraft, response), 4);
    expect(missing(work, rubric).map(({ place }) => place)).toEqual([
      'scale.helpfulness',
      'scale.tone',
      'scale.policy',
      'scale.completeness',
      'scale.overall',
      'decision',
    ]);
    expect(say(work)[0]).toBe('Helpfulness has no score yet.');
  });
  it('is nothing after 5 0 A', () => expect(say(approve(scored(5)))).toEqual([]));
  it('asks a rejection for a reason', () => {
    const work = decide(scored(2), 'reject');
    expect(missing(work, rubric)).toEqual([{ place: 'reasons', say: 'Pick at least one reason.' }]);
    expect(say(toggleReason(work, 'other'))).toEqual([]);
  });
  it('asks an edit for changed words, a reason, and final scores', () => {
    const work = decide(scored(3), 'edit');
    expect(missing(work, rubric).map(({ place }) => place)).toEqual([
      'editor',
      'reasons',
      'final.factuality',
      'final.helpfulness',
      'final.tone',
      'final.policy',
      'final.completeness',
      'final.overall',
    ]);
    expect(say(writeCorrection(work, '  '))[0]).toBe('The correction is empty.');
    expect(say(meetsBar(edited(3)))).toEqual([]);
  });
});

describe('contradictions, which a second Enter commits', () => {
  const none: Work[] = [
    approve(scored(5)),
    approve(scored(3)),
    approve(scored(4, { tone: 2 })),
    toggleReason(decide(scored(2), 'reject'), 'other'),
    meetsBar(edited(2)),
  ];
  it.each(none.map((work) => [work.draft.decision, JSON.stringify(work.draft.scores), work] as const))(
    '%s with %s is none',
    (_, __, work) => expect(contradictions(work, rubric)).toEqual([]),
  );
  it.each<[string, Work]>([
    ['Approve, but Overall is 2.', approve(scored(3, { overall: 2 }))],
    ['Approve, but Factuality is 1.', approve(scored(4, { factuality: 1 }))],
    ['Reject, but every score is 4 or 5.', decide(scored(4), 'reject')],
    ['Overall is 1, but every criterion is 4 or 5.', decide(scored(5, { overall: 1 }), 'reject')],
    ['Overall is 5, but Tone is 2, Policy is 1.', decide(scored(5, { tone: 2, policy: 1 }), 'reject')],
    ['Reject drops the correction that you wrote.', decide(edited(2), 'reject')],
    ['Approve drops the correction that you wrote.', decide(edited(4), 'approve')],
    ['Approve with edit, but the correction’s own Overall is 2.', score(moveTo(edited(2), 'final.overall'), 2)],
  ])('%s', (sentence, work) => expect(contradictions(work, rubric)).toEqual([sentence]));
});

describe('what keeps a text out of the dataset', () => {
  const below = (work: Work, query = 'Where is it?') => belowGate(work, defaultGate, rubric, query);
  it('is said of an approval', () => {
    expect(below(approve(scored(4, { tone: 2 })))).toBe('Approve, but Tone is 2: it will not enter the dataset.');
  });
  it('is said of a text that is not there', () => {
    const empty = decide({ ...scored(5), response: ' \n' }, 'approve');
    expect(below(empty)).toBe('Approve, but the answer is empty: it will not enter the dataset.');
    expect(below(approve(scored(5)), ' ')).toBe('Approve, but the question is empty: it will not enter the dataset.');
    expect(below(meetsBar(edited(5)), '')).toBe(
      'Approve with edit, but the question is empty: it will not enter the dataset.',
    );
    expect(below(decide(scored(1), 'reject'), '')).toBeNull();
  });
  it('is not said where everything passes, nor of a rejection, nor before the decision', () => {
    expect(
      [approve(scored(4)), decide(scored(1), 'reject'), scored(1), meetsBar(edited(1))].map((work) => below(work)),
    ).toEqual([null, null, null, null]);
  });
  it('counts them where naming each would be a list', () => {
    expect(below(approve(scored(3)))).toBe('Approve, but 6 scores are below the bar: it will not enter the dataset.');
  });
  it('judges a correction by its final scores', () => {
    expect(below(score(moveTo(edited(1), 'final.tone'), 3))).toBe(
      'Approve with edit, but the final Tone is 3: it will not enter the dataset.',
    );
  });
});

describe('the verdict', () => {
  it('holds the draft, and what the labeler did not enter', () => {
    expect(verdictOf(approve(scored(5)), context)).toMatchObject({
      decision: 'approve',
      correction: null,
      reasons: [],
      activeMs: 1235,
      filled: ['helpfulness', 'tone', 'policy', 'completeness', 'overall'],
    });
  });
  it('a correction that meets the bar is at least 4 on every scale', () => {
    const work = meetsBar(edited(2));
    const mixed = { ...work, draft: { ...work.draft, scores: { ...work.draft.scores, tone: 5 as const } } };
    expect(verdictOf(mixed, context).correction).toEqual({
      text: 'It arrives on Friday.',
      scores: { factuality: 4, helpfulness: 4, tone: 5, policy: 4, completeness: 4, overall: 4 },
      confirmed: true,
      editDistance: 7,
    });
  });
  it('leaves out reasons that were picked before the approval', () => {
    const work = approve(toggleReason(decide(scored(5), 'reject'), 'other'));
    expect(verdictOf(work, context).reasons).toEqual([]);
  });
  it('refuses an incomplete draft', () => expect(() => verdictOf(scored(4), context)).toThrow());
});

describe('a draft says what the verdict says', () => {
  const verdicts: Verdict[] = [approve(scored(5)), meetsBar(edited(2))].map((work) => verdictOf(work, context));
  it.each(verdicts.map((verdict) => [verdict.decision, verdict] as const))('%s, shown again', (_, verdict) =>
    expect(says(draftOf(verdict), verdict)).toBe(true),
  );
  const changes: Partial<Draft>[] = [
    { note: 'x' },
    { tags: ['x'] },
    { decision: 'reject' },
    { scores: scored(4).draft.scores },
  ];
  it.each(changes)('not after %o', (change) => {
    const [verdict] = verdicts;
    expect(verdict && says({ ...draftOf(verdict), ...change }, verdict)).toBe(false);
  });
});

describe('whether it would enter the dataset', () => {
  const sample = sampleFrom();
  const asked = (work: Work) => wouldEnter(sample, work.draft, defaultGate, rubric);
  it('yes, with 5 0 A', () => expect(asked(approve(scored(5)))).toEqual({ enters: true, because: [] }));
  it('no, and why: every reason', () => {
    expect(asked(decide(scored(4, { tone: 2, overall: 3 }), 'reject')).because).toEqual([
      'it is not approved',
      'below 4: Tone 2, Overall 3',
    ]);
  });
  it('no while there is no verdict', () => expect(asked(scored(5)).because).toEqual(['it has no verdict yet']));
});
