import { describe, expect, it } from 'vitest';
import {
  approve,
  decide,
  dropCorrection,
  fill,
  meetsBar,
  move,
  moveTo,
  nudge,
  openWork,
  type Place,
  score,
  toggleReason,
  type Work,
  writeCorrection,
} from '../../renderer/labeling/draft-rules.ts';
import { type Draft, emptyDraft } from '../../shared/domain/label.ts';
import { type Score, type Scores, scaleIds } from '../../shared/domain/rubric.ts';

const response = 'Your parcel arrives on Thursday.';
const open = (draft: Partial<Draft> = {}, place?: Place) => openWork({ ...emptyDraft, ...draft }, response, place);
const all = (value: Score): Scores => ({
  factuality: value,
  helpfulness: value,
  tone: value,
  policy: value,
  completeness: value,
  overall: value,
});
const scores = (work: Work, ...values: Score[]) => values.reduce((now, value) => score(now, value), work);

describe('a digit', () => {
  it('scores the criterion and goes to the next', () => {
    const work = score(open(), 5);
    expect(work.draft.scores).toEqual({ factuality: 5 });
    expect(work.place).toBe('scale.helpfulness');
  });
  it('goes through all of them to the decision', () => {
    const work = scores(open(), 5, 4, 3, 2, 1, 3);
    expect(scaleIds.map((id) => work.draft.scores[id])).toEqual([5, 4, 3, 2, 1, 3]);
    expect(work.place).toBe('decision');
  });
  it('skips what is scored, and comes round to what was left out', () => {
    const work = score(open({ scores: { ...all(4), tone: undefined, policy: undefined } }, 'scale.policy'), 2);
    expect(work.place).toBe('scale.tone');
  });
  it('changes a score and leads back to the decision when nothing is left', () => {
    const work = score(open({ scores: all(4) }, 'scale.tone'), 2);
    expect([work.draft.scores.tone, work.place]).toEqual([2, 'decision']);
  });
  it('at the decision scores what is still open, and nothing when nothing is', () => {
    expect(score(moveTo(open(), 'decision'), 3).draft.scores).toEqual({ factuality: 3 });
    const done = open({ scores: all(4) });
    expect(score(done, 1)).toBe(done);
  });
});

describe('0', () => {
  it('gives the rest the score given last, and records which', () => {
    const work = fill(scores(open(), 5, 4));
    expect(work.draft.scores).toEqual({ ...all(4), factuality: 5 });
    expect(work.draft.filled).toEqual(['tone', 'policy', 'completeness', 'overall']);
    expect(work.place).toBe('decision');
  });
  it('does nothing before the first score', () => expect(fill(open()).draft).toEqual(emptyDraft));
  it('a digit on a filled scale makes it scored one by one', () => {
    const work = score(moveTo(fill(score(open(), 5)), 'scale.tone'), 3);
    expect(work.draft.filled).not.toContain('tone');
    expect(work.draft.filled).toContain('policy');
  });
  it('repeats the last score of a draft that was reopened', () => {
    expect(fill(open({ scores: { factuality: 5, helpfulness: 2 } })).draft.scores.overall).toBe(2);
  });
});

describe('arrows', () => {
  it('walk through the scales to the decision, and stop at both ends', () => {
    const down = [1, 2, 3, 4, 5, 6, 7].reduce<Work>((work) => move(work, 1), open());
    expect(down.place).toBe('decision');
    expect(move(open(), -1).place).toBe('scale.factuality');
  });
  it('go on to reasons and final scores where the decision has them', () => {
    const edit = decide(open({ scores: all(3) }), 'edit');
    expect(edit.place).toBe('reasons');
    expect(move(edit, 1).place).toBe('final.factuality');
    expect(move(decide(open(), 'reject'), 1).place).toBe('reasons');
  });
  it('change the score by one, within the scale, and stay', () => {
    const at = (value: Score) => open({ scores: { tone: value } }, 'scale.tone');
    expect(nudge(at(3), 1).draft.scores.tone).toBe(4);
    expect(nudge(at(1), -1).draft.scores.tone).toBe(1);
    expect(nudge(at(5), 1).place).toBe('scale.tone');
    expect(nudge(open({}, 'scale.tone'), 1).draft.scores.tone).toBe(3);
  });
  it('choose the decision beside', () => {
    const at = moveTo(open(), 'decision');
    expect(nudge(at, 1).draft.decision).toBe('approve');
    expect(nudge(nudge(at, 1), 1).draft.decision).toBe('edit');
    expect(nudge(nudge(at, 1), -1).draft.decision).toBe('approve');
    expect(nudge(nudge(at, 1), 1).place).toBe('decision');
  });
});

describe('the decision', () => {
  it('approve asks nothing more', () => {
    const work = approve(open({ scores: all(5) }));
    expect([work.draft.decision, work.place]).toEqual(['approve', 'decision']);
  });
  it('A approves what was written, where something was', () => {
    const written = writeCorrection(decide(open(), 'edit'), 'Your parcel arrives on Friday.');
    expect(approve(written).draft).toMatchObject({
      decision: 'edit',
      correctionText: 'Your parcel arrives on Friday.',
    });
  });
  it('← from Edit keeps what was written', () => {
    const written = writeCorrection(decide(open(), 'edit'), 'Your parcel arrives on Friday.');
    expect(nudge(moveTo(written, 'decision'), -1)).toMatchObject({ place: 'decision', draft: { decision: 'edit' } });
  });
  it('A after an editor without a change approves the draft, and the editor goes', () => {
    expect(approve(decide(open(), 'edit')).draft).toMatchObject({ decision: 'approve', correctionText: null });
  });
  it('reject leads to the reasons, which toggle', () => {
    const work = decide(open(), 'reject');
    expect(work.place).toBe('reasons');
    const picked = toggleReason(toggleReason(work, 'other'), 'tone_adjustment');
    expect(picked.draft.reasons).toEqual(['other', 'tone_adjustment']);
    expect(toggleReason(picked, 'other').draft.reasons).toEqual(['tone_adjustment']);
  });
  it('a rejection keeps a correction that was written, for whoever decides otherwise', () => {
    const work = decide(writeCorrection(decide(open(), 'edit'), 'Other words.'), 'reject');
    expect(work.draft.correctionText).toBe('Other words.');
  });
});

describe('a correction', () => {
  const edited = writeCorrection(decide(open({ scores: all(2) }), 'edit'), 'Other words.');
  it('begins with the draft answer', () => expect(decide(open(), 'edit').draft.correctionText).toBe(response));
  it('takes final scores by digit, and then leads to the decision', () => {
    const work = scores(moveTo(edited, 'final.factuality'), 4, 4, 5, 4, 4, 4);
    expect(work.draft.correctionScores).toEqual({ ...all(4), tone: 5 });
    expect(work.draft.scores).toEqual(all(2));
    expect(work.place).toBe('decision');
  });
  it('0 fills final scores too, and marks none of the draft’s as filled', () => {
    const work = fill(score(moveTo(edited, 'final.factuality'), 5));
    expect(work.draft.correctionScores).toEqual(all(5));
    expect(work.draft.filled).toEqual([]);
  });
  it('one key says that it meets the bar, in place of scores typed before', () => {
    const work = meetsBar(score(moveTo(edited, 'final.factuality'), 5));
    expect(work.draft).toMatchObject({ correctionConfirmed: true, correctionScores: {} });
  });
  it('a typed final score takes the confirmation back', () => {
    const work = score(moveTo(meetsBar(edited), 'final.tone'), 3);
    expect(work.draft).toMatchObject({ correctionConfirmed: false, correctionScores: { tone: 3 } });
  });
  it('is dropped with its scores and the decision for it', () => {
    expect(dropCorrection(meetsBar(edited)).draft).toMatchObject({
      correctionText: null,
      correctionScores: {},
      correctionConfirmed: false,
      decision: null,
      scores: all(2),
    });
  });
});

describe('opening', () => {
  it('begins at the first score that is missing', () =>
    expect(open({ scores: { factuality: 4 } }).place).toBe('scale.helpfulness'));
  it('begins at the decision when all are there', () => expect(open({ scores: all(4) }).place).toBe('decision'));
  it('goes where it was left', () => expect(open({ scores: all(4) }, 'scale.tone').place).toBe('scale.tone'));
  it('does not go where nothing is: reasons without a decision', () => {
    expect(open({}, 'reasons').place).toBe('scale.factuality');
  });
});

it('every rule leaves the work it was given as it was', () => {
  const work = open({ scores: { factuality: 4 } });
  const before = structuredClone(work);
  for (const rule of [approve, fill, meetsBar, dropCorrection, (w: Work) => score(w, 1), (w: Work) => nudge(w, 1)])
    rule(work);
  expect(work).toEqual(before);
});
