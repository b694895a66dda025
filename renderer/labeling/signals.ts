import type { Draft, Label } from '../../shared/domain/label.ts';
import { type Rubric, scaleOf, scoresSchema } from '../../shared/domain/rubric.ts';
import type { Outcome, Sample } from '../../shared/domain/sample.ts';
import { type Gate, type GateReason, gateReasons, judgedOf } from '../../shared/rules/gate.ts';
import { legacyVerdict } from '../../shared/rules/legacy.ts';
import { ownWords, resolve } from '../../shared/rules/resolve.ts';
import { finalScores } from './verdict.ts';

/** The outcome in a few words: “resolved, reopened, CSAT 2”. Null when nothing is known. */
export function outcomeText(outcome: Outcome | null): string | null {
  if (!outcome) return null;
  const { resolved, escalated, reopened, csat } = outcome;
  const parts = [
    resolved === null ? null : resolved ? 'resolved' : 'not resolved',
    escalated ? 'escalated' : null,
    reopened ? 'reopened' : null,
    csat === null ? null : `CSAT ${csat}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(', ');
}

/** Why a sample stays out, in a few words each; scores below the same bar are one reason. */
function reasonTexts(reasons: readonly GateReason[], rubric: Rubric): string[] {
  const low = Map.groupBy(
    reasons.filter((reason) => reason.code === 'score_below'),
    ({ needs }) => needs,
  );
  const below = [...low].map(
    ([needs, group]) =>
      `below ${needs}: ${group.map(({ scale, score }) => `${scaleOf(rubric, scale).name} ${score}`).join(', ')}`,
  );
  const others = reasons.filter((reason) => reason.code !== 'score_below');
  return [...others.map((reason) => reasonText(reason, rubric)), ...below];
}

function reasonText(reason: Exclude<GateReason, { code: 'score_below' }>, rubric: Rubric): string {
  switch (reason.code) {
    case 'not_reviewed':
      return 'it has no verdict yet';
    case 'waiting_for_labels':
      return 'it waits for more labelers';
    case 'disagreement':
      return 'labelers disagree';
    case 'rejected':
      return 'it is not approved';
    case 'answer_changed':
      return 'the answer changed after it was judged';
    case 'flagged_out':
      return 'its row says to keep it out of training';
    case 'not_scored':
      return `${scaleOf(rubric, reason.scale).name} has no score`;
  }
}

/** Whether the sample would enter the dataset with this draft as its verdict, by the export's own rule. */
export function wouldEnter(
  sample: Sample,
  draft: Draft,
  gate: Gate,
  rubric: Rubric,
): { enters: boolean; because: string[] } {
  const scores = scoresSchema.safeParse(draft.scores);
  const finals = scoresSchema.safeParse(finalScores(draft));
  const { decision, correctionText } = draft;
  const complete = scores.success && decision !== null && (decision !== 'edit' || finals.success);
  const label: Label[] = complete
    ? [
        {
          kind: 'verdict',
          id: '',
          seq: 0,
          queueId: null,
          sampleId: sample.sampleId,
          labelerId: '',
          committedAt: '',
          supersedes: null,
          verdict: {
            ...draft,
            scores: scores.data,
            decision,
            correction:
              decision === 'edit' && finals.success
                ? {
                    text: correctionText ?? '',
                    scores: finals.data,
                    confirmed: draft.correctionConfirmed,
                    editDistance: 0,
                  }
                : null,
            order: { strategy: 'oldest', seed: null },
            rubricVersion: rubric.version,
            responseHash: sample.responseHash,
          },
        },
      ]
    : [];
  const legacy = legacyVerdict(sample.feedback, sample.flags.qualityReviewed);
  const { judged } = judgedOf(sample, resolve(ownWords(label), legacy));
  const reasons = gateReasons(judged, gate);
  return { enters: reasons.length === 0, because: reasonTexts(reasons, rubric) };
}
