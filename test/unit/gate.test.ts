import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../shared/domain/label.ts';
import { type ScaleId, type Score, type Scores, scaleIds, scoreValues } from '../../shared/domain/rubric.ts';
import type { HumanFeedback, Sample } from '../../shared/domain/sample.ts';
import { defaultGate, type Gate, gateReasons, judgedOf } from '../../shared/rules/gate.ts';
import { legacyVerdict } from '../../shared/rules/legacy.ts';
import { reasonKey } from '../../shared/rules/reasons.ts';
import type { Resolution } from '../../shared/rules/resolve.ts';
import { resolved, sampleFrom, verdictLabel } from '../fixtures/labels.ts';
import { allScores } from '../fixtures/samples.ts';

const sample = sampleFrom();

/** `draft` or `correction` when it passes, else the reasons. */
function outcome(on: Sample, resolution: Resolution, gate: Gate): string | string[] {
  const { judged } = judgedOf(on, resolution);
  const reasons = gateReasons(judged, gate);
  return reasons.length === 0 && judged.status === 'resolved' ? judged.by : reasons.map(reasonKey);
}

function judge(verdict: Partial<Verdict>, gate: Gate = defaultGate, on: Sample = sample): string | string[] {
  return outcome(on, resolved([verdictLabel(1, verdict)]), gate);
}

function judgeLegacy(feedback: HumanFeedback, gate: Gate = defaultGate): string | string[] {
  const resolution = resolved([], { legacy: legacyVerdict(feedback, false) });
  const result = outcome(sample, resolution, gate);
  return typeof result === 'string' ? `${result}: ${judgedOf(sample, resolution).text}` : result;
}

const withScore = (scale: ScaleId, score: Score): Scores => ({ ...allScores(5), [scale]: score });
const correction = (scores: Scores) => ({ text: 'Better.', scores, confirmed: false, editDistance: 7 });

describe('the gate', () => {
  it.each(scaleIds.flatMap((scale) => scoreValues.map((score) => [scale, score] as const)))(
    'holds a draft with %s %i against the threshold',
    (scale, score) => {
      for (const least of scoreValues) {
        const gate = { approvedOnly: true, minOverall: least, minCriterion: least };
        const passes = score >= least;
        expect(judge({ scores: withScore(scale, score) }, gate)).toEqual(passes ? 'draft' : [`score_below:${scale}`]);
      }
    },
  );

  it('has a threshold of its own for the overall rating', () => {
    const gate = { approvedOnly: true, minOverall: 5, minCriterion: 3 };
    expect(judge({ scores: { ...allScores(3), overall: 5 } }, gate)).toBe('draft');
    expect(judge({ scores: { ...allScores(5), overall: 4 } }, gate)).toEqual(['score_below:overall']);
  });

  it('judges a correction by its final scores, whatever the draft was', () => {
    const edit: Partial<Verdict> = { decision: 'edit', reasons: ['other'], scores: allScores(1) };
    expect(judge({ ...edit, correction: correction(allScores(4)) })).toBe('correction');
    expect(judge({ ...edit, scores: allScores(5), correction: correction(withScore('tone', 3)) })).toEqual([
      'score_below:tone',
    ]);
  });

  it('gives every reason at once', () => {
    const scores: Scores = { ...allScores(5), factuality: 1, overall: 2 };
    expect(judge({ decision: 'reject', reasons: ['other'], scores })).toEqual([
      'rejected',
      'score_below:factuality',
      'score_below:overall',
    ]);
  });

  it('lets a rejected draft with good scores through only where no approval is asked', () => {
    const rejected: Partial<Verdict> = { decision: 'reject', reasons: ['other'] };
    expect(judge(rejected)).toEqual(['rejected']);
    expect(judge(rejected, { ...defaultGate, approvedOnly: false })).toBe('draft');
  });

  it('keeps out an approved draft that has changed since, and not a correction of it', () => {
    const changed = { ...sample, response: 'Another answer.', responseHash: 'another' };
    expect(judge({}, defaultGate, changed)).toEqual(['answer_changed']);
    const edit: Partial<Verdict> = { decision: 'edit', reasons: ['other'], correction: correction(allScores(5)) };
    expect(judge(edit, defaultGate, changed)).toBe('correction');
  });

  it('obeys the row’s own training flag', () => {
    const flagged = { ...sample, flags: { ...sample.flags, includeInTraining: false } };
    expect(judge({}, defaultGate, flagged)).toEqual(['flagged_out']);
  });

  it.each([
    [[], 1, ['not_reviewed']],
    [[verdictLabel(1)], 2, ['waiting_for_labels']],
    [[verdictLabel(1), verdictLabel(2, { decision: 'reject', reasons: ['other'] }, 'bob')], 2, ['disagreement']],
  ] as const)('fails what is not resolved: case %#', (labels, overlap, reasons) => {
    expect(outcome(sample, resolved(labels, { overlap }), defaultGate)).toEqual(reasons);
  });
});

describe('the gate on a verdict from before Assay', () => {
  it('asks for approval and an overall rating, and holds no criterion against it that its dialect never asked', () => {
    expect(judgeLegacy({ approved: true, overall_rating: 'good' })).toBe(`draft: ${sample.response}`);
    expect(judgeLegacy({ approved: true })).toEqual(['not_scored:overall']);
    expect(judgeLegacy({ approved: false, overall_rating: 'excellent' })).toEqual(['rejected']);
    expect(judgeLegacy({ approved: true, overall_rating: 'fair' })).toEqual(['score_below:overall']);
  });

  it('holds the scores that are there against it, fractions included', () => {
    const scored = (tone: number): HumanFeedback => ({ approved: true, overall_rating: 5, quality_scores: { tone } });
    expect(judgeLegacy(scored(3.5))).toEqual(['score_below:tone']);
    expect(judgeLegacy(scored(4))).toBe(`draft: ${sample.response}`);
  });

  it('trains on the edited text', () => {
    expect(judgeLegacy({ approved: true, overall_rating: 5, human_edited_text: 'Better.' })).toBe(
      'correction: Better.',
    );
  });
});
