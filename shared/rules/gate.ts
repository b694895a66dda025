import { z } from 'zod';
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

/** A passing sample carries the text to train on: the correction where there is one, else the draft. */
export type GateResult =
  | { pass: true; text: string; by: 'draft' | 'correction' }
  | { pass: false; reasons: GateReason[] };

function scoreReasons(scores: PartialScores, gate: Gate, needed: readonly ScaleId[]): GateReason[] {
  return scaleIds.flatMap((scale): GateReason[] => {
    const score = scores[scale];
    if (score === undefined) return needed.includes(scale) ? [{ code: 'not_scored', scale }] : [];
    const needs = scale === 'overall' ? gate.minOverall : gate.minCriterion;
    return score < needs ? [{ code: 'score_below', scale, score, needs }] : [];
  });
}

/**
 * Decides whether a sample enters the dataset: the one rule of screen, CLI and export.
 *
 * It judges the text that would be trained on: a draft by the scores of the draft, a correction by its final scores.
 * A legacy verdict must carry an overall rating; criteria that its dialect did not ask for are not held against it.
 */
export function applyGate(sample: Sample, resolution: Resolution, gate: Gate): GateResult {
  const reasons: GateReason[] = sample.flags.includeInTraining ? [] : [{ code: 'flagged_out' }];
  if (resolution.status === 'unreviewed') reasons.push({ code: 'not_reviewed' });
  else if (resolution.status === 'waiting') reasons.push({ code: 'waiting_for_labels' });
  else if (resolution.status === 'disagreement') reasons.push({ code: 'disagreement' });
  if (resolution.status !== 'resolved') return { pass: false, reasons };

  const judged = judgedText(sample, resolution);
  if (gate.approvedOnly && !judged.approved) reasons.push({ code: 'rejected' });
  if (judged.stale) reasons.push({ code: 'answer_changed' });
  reasons.push(...scoreReasons(judged.scores, gate, judged.needed));
  return reasons.length === 0 ? { pass: true, text: judged.text, by: judged.by } : { pass: false, reasons };
}

type Judged = {
  approved: boolean;
  text: string;
  by: 'draft' | 'correction';
  scores: PartialScores;
  needed: readonly ScaleId[];
  /** The draft was replaced after it was approved: nobody has judged the text that is there now. */
  stale: boolean;
};

function judgedText(sample: Sample, resolution: Resolution & { status: 'resolved' }): Judged {
  if (resolution.by === 'legacy') {
    const { approved, scores, editedText } = resolution.legacy;
    return {
      approved,
      text: editedText ?? sample.response,
      by: editedText === null ? 'draft' : 'correction',
      scores,
      needed: ['overall'],
      stale: false,
    };
  }
  const verdict = resolution.by === 'label' ? resolution.label.verdict : resolution.adjudication.verdict;
  const { correction } = verdict;
  return {
    approved: verdict.decision !== 'reject',
    text: correction?.text ?? sample.response,
    by: correction ? 'correction' : 'draft',
    scores: correction?.scores ?? verdict.scores,
    needed: [...criterionIds, 'overall'],
    stale: correction === null && verdict.responseHash !== sample.responseHash,
  };
}
