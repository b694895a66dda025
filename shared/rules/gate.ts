import { z } from 'zod';
import type { Verdict } from '../domain/label.ts';
import { criterionIds, type PartialScores, type ScaleId, scaleIds } from '../domain/rubric.ts';
import type { Sample } from '../domain/sample.ts';
import type { Resolution } from './resolve.ts';

/** What a text must reach to be trained on. The defaults are the guide's: approved, overall and every criterion ≥ 4. */
export const gateSchema = z.object({
  /** False lets unapproved verdicts through, for looking at data; a training set keeps it true. */
  approvedOnly: z.boolean(),
  minOverall: z.number().min(1).max(5),
  minCriterion: z.number().min(1).max(5),
});
export type Gate = z.infer<typeof gateSchema>;
export const defaultGate: Gate = { approvedOnly: true, minOverall: 4, minCriterion: 4 };

/** Why a sample stays out. Every reason that applies is given, so that one look tells all that must change. */
export type GateReason =
  | { code: 'not_reviewed' }
  | { code: 'waiting_for_labels' }
  | { code: 'disagreement' }
  | { code: 'rejected' }
  | { code: 'answer_changed' }
  | { code: 'flagged_out' }
  | { code: 'not_scored'; scale: ScaleId }
  | { code: 'score_below'; scale: ScaleId; score: number; needs: number };

function scoreReasons(scores: PartialScores, gate: Gate, needed: readonly ScaleId[]): GateReason[] {
  return scaleIds.flatMap((scale): GateReason[] => {
    const score = scores[scale];
    if (score === undefined) return needed.includes(scale) ? [{ code: 'not_scored', scale }] : [];
    const needs = scale === 'overall' ? gate.minOverall : gate.minCriterion;
    return score < needs ? [{ code: 'score_below', scale, score, needs }] : [];
  });
}

/** What the gate looks at: nothing of it depends on the gate's thresholds. */
export type Judged = { flaggedOut: boolean } & (
  | { status: 'unreviewed' | 'waiting' | 'disagreement' }
  | {
      status: 'resolved';
      approved: boolean;
      /** The text that would be trained on: the correction where there is one, else the draft. */
      by: 'draft' | 'correction';
      /** The scores of that text: of the draft, or the final scores of its correction. */
      scores: PartialScores;
      /** A verdict from before Assay: criteria that its dialect did not ask for are not held against it. */
      legacy: boolean;
      /** The draft was replaced after it was approved: nobody has judged the text that is there now. */
      stale: boolean;
    }
);

const allScales: readonly ScaleId[] = [...criterionIds, 'overall'];
const openReasons = {
  unreviewed: { code: 'not_reviewed' },
  waiting: { code: 'waiting_for_labels' },
  disagreement: { code: 'disagreement' },
} as const;

/**
 * Decides whether a sample enters the dataset: the one rule of screen, CLI and export. It judges the text that would be
 * trained on.
 *
 * @returns every reason against it; none when it passes
 */
export function gateReasons(judged: Judged, gate: Gate): GateReason[] {
  const reasons: GateReason[] = judged.flaggedOut ? [{ code: 'flagged_out' }] : [];
  if (judged.status !== 'resolved') return [...reasons, openReasons[judged.status]];
  if (gate.approvedOnly && !judged.approved) reasons.push({ code: 'rejected' });
  if (judged.stale) reasons.push({ code: 'answer_changed' });
  reasons.push(...scoreReasons(judged.scores, gate, judged.legacy ? ['overall'] : allScales));
  return reasons;
}

/** A sample and what was decided about it, as the gate looks at it; with the text that would be trained on. */
export function judgedOf(sample: Sample, resolution: Resolution): { judged: Judged; text: string } {
  const flaggedOut = !sample.flags.includeInTraining;
  if (resolution.status !== 'resolved')
    return { judged: { flaggedOut, status: resolution.status }, text: sample.response };
  if (resolution.by === 'legacy') {
    const { approved, scores, editedText } = resolution.legacy;
    const by = editedText === null ? 'draft' : 'correction';
    const judged = { flaggedOut, status: 'resolved', approved, by, scores, legacy: true, stale: false } as const;
    return { judged, text: editedText ?? sample.response };
  }
  const { decision, correction, scores, responseHash } = verdictOf(resolution);
  return {
    judged: {
      flaggedOut,
      status: 'resolved',
      approved: decision !== 'reject',
      by: correction ? 'correction' : 'draft',
      scores: correction?.scores ?? scores,
      legacy: false,
      stale: correction === null && responseHash !== sample.responseHash,
    },
    text: correction?.text ?? sample.response,
  };
}

/** The verdict that counts, where a person of the team gave it. */
export function verdictOf(resolution: Exclude<Resolution & { status: 'resolved' }, { by: 'legacy' }>): Verdict {
  return resolution.by === 'label' ? resolution.label.verdict : resolution.adjudication.verdict;
}
