import type { Draft } from '../../shared/domain/label.ts';
import type { PracticeItem } from '../../shared/domain/practice.ts';
import { type Rubric, type Score, scaleIds, scaleOf } from '../../shared/domain/rubric.ts';
import { decisionNames, reasonNames } from '../labeling/names.ts';

/** One thing on which the labeler and the explained verdict differ: “Tone: you gave 5, expected 1 or 2”. */
export type Difference = { about: string; given: string; expected: string };

/** Compares a verdict with the expected one. A scale for which nothing is expected may have any score. */
export function compare(draft: Draft, { expected }: PracticeItem, rubric: Rubric): Difference[] {
  const wanted = { ...expected.scores, overall: expected.overall };
  const found: Difference[] = scaleIds.flatMap((id) => {
    const accepted = wanted[id];
    if (accepted === undefined) return [];
    const all = Array.isArray(accepted) ? accepted : [accepted];
    const given = draft.scores[id];
    if (given !== undefined && all.includes(given)) return [];
    return [{ about: scaleOf(rubric, id).name, given: String(given ?? 'nothing'), expected: listedScores(all) }];
  });
  if (draft.decision !== expected.decision)
    found.push({
      about: 'Decision',
      given: draft.decision === null ? 'nothing' : decisionNames[draft.decision].toLowerCase(),
      expected: decisionNames[expected.decision].toLowerCase(),
    });
  else if (expected.reasons && !expected.reasons.some((reason) => draft.reasons.includes(reason)))
    found.push({
      about: 'Reason',
      given: listed(draft.reasons.map((reason) => reasonNames[reason].toLowerCase())) || 'none',
      expected: listed(expected.reasons.map((reason) => reasonNames[reason].toLowerCase())),
    });
  return found;
}

/** “4”, “4 or 5”, “tone or policy”. */
function listed(values: readonly string[]): string {
  return [values.slice(0, -1).join(', '), ...values.slice(-1)].filter((part) => part !== '').join(' or ');
}

/** “1 to 3” for three or more in a row. */
function listedScores(scores: readonly Score[]): string {
  const [first, last] = [Math.min(...scores), Math.max(...scores)];
  return scores.length > 2 && last - first === scores.length - 1 ? `${first} to ${last}` : listed(scores.map(String));
}
