import {
  type ComparedItem,
  type Comparison,
  type ComparisonDraft,
  comparisonDraftOf,
  emptyComparisonDraft,
  type Place,
  places,
} from '../../shared/domain/comparison.ts';
import { type ScaleId, type Score, scaleIds } from '../../shared/domain/rubric.ts';

/** The verdict at work on one item. Every rule below takes one and gives the next. */
export type Work = ComparisonDraft;

/** A scale of one of both answers: where a digit scores. */
export type ScorePlace = { place: Place; scale: ScaleId };

/** Every scale of both answers, in the order in which they are scored. */
export const scorePlaces: readonly ScorePlace[] = places.flatMap((place) =>
  scaleIds.map((scale): ScorePlace => ({ place, scale })),
);

/** What an item is shown with: its draft, else what stands, else nothing. */
export function workOf({ draft, comparison }: Pick<ComparedItem, 'draft' | 'comparison'>): Work {
  return draft ?? (comparison ? comparisonDraftOf(comparison) : emptyComparisonDraft);
}

export function scored(work: Work, { place, scale }: ScorePlace, score: Score): Work {
  return { ...work, scores: { ...work.scores, [place]: { ...work.scores[place], [scale]: score } } };
}

/** The next scale without a score behind this one, or from the start; null when all have one. */
export function nextUnscored({ scores }: Work, from: ScorePlace | null): ScorePlace | null {
  const at = from === null ? -1 : scorePlaces.findIndex((known) => isSame(known, from));
  const order = [...scorePlaces.slice(at + 1), ...scorePlaces.slice(0, at + 1)];
  return order.find(({ place, scale }) => scores[place][scale] === undefined) ?? null;
}

export function isSame(a: ScorePlace | null, b: ScorePlace | null): boolean {
  return a?.place === b?.place && a?.scale === b?.scale;
}

/** What is judged by a complete work; null while nobody has said which answer is better. */
export function comparisonOf({ better, scores, note }: Work, isScored: boolean, activeMs: number): Comparison | null {
  return better === null ? null : { better, scores: isScored ? scores : null, note: note.trim(), activeMs };
}

/** True when a work says what stands already. */
export function says(work: Work, { comparison }: Pick<ComparedItem, 'comparison'>): boolean {
  if (comparison === null) return false;
  const { activeMs } = work;
  return JSON.stringify(work) === JSON.stringify({ ...comparisonDraftOf(comparison), activeMs });
}
