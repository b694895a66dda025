import { type Draft, type Verdict, verdictSchema } from '../../shared/domain/label.ts';
import type { LoopOrder } from '../../shared/domain/order.ts';
import {
  type PartialScores,
  type Rubric,
  type ScaleId,
  type Score,
  type Scores,
  scaleIds,
  scaleOf,
  scoresSchema,
  unscored,
} from '../../shared/domain/rubric.ts';
import type { Gate } from '../../shared/rules/gate.ts';
import { finalPlace, hasCorrection, needsReasons, type Place, scalePlace, type Work } from './draft-rules.ts';
import { isBlankText } from './names.ts';

/** Something that a commit still needs, where it is entered, and the sentence that says so. */
export type Missing = { place: Place | 'editor'; say: string };

/** What is missing for a commit, in the order of entering it. */
export function missing(work: Work, rubric: Rubric): Missing[] {
  const { draft, response } = work;
  const name = (id: ScaleId) => scaleOf(rubric, id).name;
  const found: Missing[] = unscored(draft.scores).map((id) => ({
    place: scalePlace(id),
    say: `${name(id)} has no score yet.`,
  }));
  if (draft.decision === null) found.push({ place: 'decision', say: 'Approve, edit or reject?' });
  if (draft.decision === 'edit') {
    if ((draft.correctionText ?? '').trim() === '') found.push({ place: 'editor', say: 'The correction is empty.' });
    else if (draft.correctionText === response)
      found.push({ place: 'editor', say: 'The correction is still the draft answer, word for word.' });
  }
  if (needsReasons(work) && draft.reasons.length === 0)
    found.push({ place: 'reasons', say: 'Pick at least one reason.' });
  if (draft.decision === 'edit' && !draft.correctionConfirmed)
    found.push(
      ...unscored(draft.correctionScores).map((id) => ({
        place: finalPlace(id),
        say: `The correction has no final score for ${name(id)} yet.`,
      })),
    );
  return found;
}

/** The final scores of a correction: as typed, or at least 4 each where one key said that it meets the bar. */
export function finalScores(draft: Draft): PartialScores {
  if (!draft.correctionConfirmed) return draft.correctionScores;
  const raised = scaleIds.flatMap((id): [ScaleId, Score][] => {
    const score = draft.scores[id];
    return score === undefined ? [] : [[id, score === 5 ? 5 : 4]];
  });
  return Object.fromEntries(raised);
}

/**
 * What a verdict says against itself. Such a verdict may still be meant, so that it is named and a second Enter commits
 * it; nothing is forbidden.
 */
export function contradictions(work: Work, rubric: Rubric): string[] {
  const { draft } = work;
  const { scores, decision } = draft;
  const criteria = rubric.criteria.map(({ id, name }) => ({ name, score: scores[id] }));
  const { overall } = scores;
  const found: string[] = [];
  if (decision === 'approve' && overall !== undefined && overall <= 2)
    found.push(`Approve, but Overall is ${overall}.`);
  if (decision === 'approve')
    for (const { name, score } of criteria) if (score === 1) found.push(`Approve, but ${name} is 1.`);
  if (decision === 'reject' && scaleIds.every((id) => (scores[id] ?? 0) >= 4))
    found.push('Reject, but every score is 4 or 5.');
  if (overall !== undefined && overall <= 2 && criteria.every(({ score }) => (score ?? 0) >= 4))
    found.push(`Overall is ${overall}, but every criterion is 4 or 5.`);
  if (overall === 5 && criteria.some(({ score }) => score !== undefined && score <= 2)) {
    const low = criteria.filter(({ score }) => score !== undefined && score <= 2);
    found.push(`Overall is 5, but ${low.map(({ name, score }) => `${name} is ${score}`).join(', ')}.`);
  }
  if (decision !== 'edit' && decision !== null && hasCorrection(work))
    found.push(`${decision === 'approve' ? 'Approve' : 'Reject'} drops the correction that you wrote.`);
  if (draft.question.trim() !== '') found.push('The question to the lead is not sent, and would be dropped.');
  const final = finalScores(draft).overall;
  if (decision === 'edit' && final !== undefined && final <= 2)
    found.push(`Approve with edit, but the correction’s own Overall is ${final}.`);
  return found;
}

/** What keeps an approved text out of the dataset, its scores or a text that is not there: said calmly, asking nothing. */
export function belowGate({ draft, response }: Work, gate: Gate, rubric: Rubric, query: string): string | null {
  if (draft.decision !== 'approve' && draft.decision !== 'edit') return null;
  if (isBlankText(query)) return keptOut(draft.decision, 'the question is empty');
  if (draft.decision === 'approve' && isBlankText(response)) return keptOut('approve', 'the answer is empty');
  const judged = draft.decision === 'edit' ? finalScores(draft) : draft.scores;
  const low = scaleIds.flatMap((id) => {
    const score = judged[id];
    const needs = id === 'overall' ? gate.minOverall : gate.minCriterion;
    return score !== undefined && score < needs ? [`${scaleOf(rubric, id).name} is ${score}`] : [];
  });
  if (low.length === 0) return null;
  const final = draft.decision === 'edit';
  const which = low.length <= 3 ? `${final ? 'the final ' : ''}${low.join(', ')}` : undefined;
  const many = `${low.length} ${final ? 'final scores' : 'scores'} are below the bar`;
  return keptOut(draft.decision, which ?? many);
}

function keptOut(decision: 'approve' | 'edit', why: string): string {
  return `${decision === 'edit' ? 'Approve with edit' : 'Approve'}, but ${why}: it will not enter the dataset.`;
}

type VerdictContext = {
  order: LoopOrder;
  rubricVersion: number;
  activeMs: number;
  responseHash: string;
  editDistance: number;
};

/** The verdict of a draft from which nothing is missing. */
export function verdictOf({ draft }: Work, context: VerdictContext): Verdict {
  const { order, rubricVersion, activeMs, responseHash, editDistance } = context;
  return verdictSchema.parse({
    scores: draft.scores,
    filled: draft.filled,
    decision: draft.decision,
    correction:
      draft.decision === 'edit'
        ? {
            text: draft.correctionText,
            scores: finalScores(draft),
            confirmed: draft.correctionConfirmed,
            editDistance,
          }
        : null,
    // A reason belongs to an edit or a rejection: what was picked before the decision changed is not part of it.
    reasons: draft.decision === 'approve' ? [] : draft.reasons,
    tags: draft.tags,
    note: draft.note,
    order,
    rubricVersion,
    activeMs: Math.round(activeMs),
    responseHash,
  });
}

/** True when a draft says what the verdict says already: then there is nothing to commit. */
export function says(draft: Draft, verdict: Verdict): boolean {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((one) => b.includes(one));
  const sameScores = (a: PartialScores, b: Scores) => scaleIds.every((id) => a[id] === b[id]);
  return (
    draft.decision === verdict.decision &&
    sameScores(draft.scores, verdict.scores) &&
    (verdict.correction === null
      ? draft.decision !== 'edit'
      : draft.correctionText === verdict.correction.text &&
        scoresSchema.safeParse(finalScores(draft)).success &&
        sameScores(finalScores(draft), verdict.correction.scores)) &&
    same(draft.decision === 'approve' ? [] : draft.reasons, verdict.reasons) &&
    same(draft.tags, verdict.tags) &&
    draft.note === verdict.note
  );
}
