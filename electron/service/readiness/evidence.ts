import { createHash } from 'node:crypto';
import type { Label, VerdictLabel } from '../../../shared/domain/label.ts';
import type { Scores } from '../../../shared/domain/rubric.ts';
import { type Sample, timestampSchema } from '../../../shared/domain/sample.ts';
import { type DatasetRules, resolutionOf, systemPromptOf } from '../../../shared/rules/dataset.ts';
import { exampleOf } from '../../../shared/rules/example.ts';
import { gateReasons, judgedOf, verdictOf } from '../../../shared/rules/gate.ts';
import type { QueueWords, Resolution } from '../../../shared/rules/resolve.ts';
import { compareTimes } from '../../../shared/rules/times.ts';
import type { CorrectionEdit } from './candidate.ts';
import type { ApprovalVerdict } from './first-pass.ts';
import type { Entrant, ReReviewVerdict } from './re-review.ts';

/** What a sample and everything said of it add to the criteria. */
export type Evidence = {
  verdicts: ApprovalVerdict[];
  edits: CorrectionEdit[];
  /** Null where a first verdict alone lets nothing in, or nobody has looked a second time. */
  entrant: Entrant | null;
  reReviewVerdicts: ReReviewVerdict[];
  /** Scores of the draft by the label that counts. */
  scores: Scores | null;
  /** Time at work on it, of everybody. */
  activeMs: number;
};

type Said = { words: readonly QueueWords[]; labels: readonly Label[] };

export function evidenceOf(sample: Sample, { words, labels }: Said, rules: DatasetRules): Evidence {
  const resolution = resolutionOf(sample, words);
  const verdicts = labels.filter((label) => label.kind === 'verdict');
  const adjudications = words.flatMap((queue) => queue.adjudications);
  const judged = resolution.status === 'resolved' && resolution.by !== 'legacy' ? verdictOf(resolution) : null;
  const entrant = verdicts.length > 1 ? entrantOf(sample, verdicts, rules) : null;
  return {
    verdicts: verdicts.map((label) => approvalVerdictOf(sample, label)),
    edits: editsOf(sample, words),
    entrant,
    reReviewVerdicts: entrant ? verdicts.map(reReviewVerdictOf) : [],
    scores: judged?.scores ?? null,
    activeMs: activeMsOf(verdicts) + adjudications.reduce((sum, { verdict }) => sum + verdict.activeMs, 0),
  };
}

/** A label that was opened again goes on from the time it had: of each labeler's in a queue the longest holds the others. */
function activeMsOf(verdicts: readonly VerdictLabel[]): number {
  const longest = new Map<string, number>();
  for (const { queueId, labelerId, verdict } of verdicts) {
    const unit = JSON.stringify([queueId, labelerId]);
    longest.set(unit, Math.max(longest.get(unit) ?? 0, verdict.activeMs));
  }
  return longest.values().reduce((sum, ms) => sum + ms, 0);
}

function approvalVerdictOf({ createdAt, model, promptVersion }: Sample, label: VerdictLabel): ApprovalVerdict {
  const { id, sampleId, labelerId, committedAt, verdict } = label;
  const { decision, order } = verdict;
  const judged = { decision, strategy: order.strategy, model, promptVersion };
  return { labelId: id, sampleId, labelerId, answeredAt: createdAt, committedAt, ...judged };
}

function reReviewVerdictOf({ id, sampleId, labelerId, queueId, committedAt, verdict }: VerdictLabel): ReReviewVerdict {
  const { decision, responseHash } = verdict;
  return { labelId: id, sampleId, labelerId, queueId, committedAt, decision, responseHash };
}

/** A verdict from before Assay lets nothing in here: it does not say which text it judged. */
function entrantOf(sample: Sample, verdicts: readonly VerdictLabel[], rules: DatasetRules): Entrant | null {
  const first = verdicts.reduce((a, b) => (isBefore(b, a) ? b : a));
  const alone: Resolution = { status: 'resolved', by: 'label', label: first, agreed: [first] };
  const { judged, text } = judgedOf(sample, alone);
  if (judged.status !== 'resolved' || gateReasons(judged, rules.gate).length > 0) return null;
  const answers = { chosen: text, rejected: null, approved: judged.approved };
  if (!exampleOf(sample, answers, systemPromptOf(sample.agent, rules.systemPrompts)).ok) return null;
  return { sampleId: sample.sampleId, textHash: sha256(text), by: judged.by };
}

function isBefore(a: VerdictLabel, b: VerdictLabel): boolean {
  const apart = compareTimes(a.committedAt, b.committedAt);
  return apart < 0 || (apart === 0 && a.id < b.id);
}

/**
 * The corrections of a sample that count: a lead's final one alone, else each labeler's newest that stands, else the one
 * that came with the row. What was corrected must be the draft that is there now.
 */
export function editsOf(sample: Sample, words: readonly QueueWords[]): CorrectionEdit[] {
  const resolution = resolutionOf(sample, words);
  const { sampleId, response: draft } = sample;
  if (resolution.status === 'resolved' && resolution.by === 'legacy') {
    const { approved, editedText, reason, approvedBy, approvedAt } = resolution.legacy;
    if (!approved || editedText === null || editedText === draft) return [];
    const labelerId = approvedBy ?? 'before Assay';
    const at = timestampSchema.safeParse(approvedAt).data ?? sample.createdAt;
    // The old dialect does not say which of the two texts its scores judge.
    const reasons = reason === null ? [] : [reason];
    return [{ sampleId, labelerId, at, draft, correction: editedText, reasons, before: {}, after: {} }];
  }
  const standing = words
    .flatMap((queue) => queue.standing)
    .map(({ labelerId, committedAt, verdict }) => ({ labelerId, at: committedAt, verdict }));
  const final = resolution.status === 'resolved' && resolution.by === 'adjudication' ? resolution.adjudication : null;
  const counts = final ? [{ labelerId: final.leadId, at: final.committedAt, verdict: final.verdict }] : standing;
  const newest = new Map<string, (typeof counts)[number]>();
  for (const given of counts) {
    const known = newest.get(given.labelerId);
    if (!known || compareTimes(given.at, known.at) > 0) newest.set(given.labelerId, given);
  }
  return [...newest.values()].flatMap(({ labelerId, at, verdict }): CorrectionEdit[] => {
    const { correction, reasons, scores, responseHash } = verdict;
    if (!correction || responseHash !== sample.responseHash || correction.text === draft) return [];
    return [
      {
        sampleId,
        labelerId,
        at,
        draft,
        correction: correction.text,
        reasons,
        before: scores,
        after: correction.scores,
      },
    ];
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
