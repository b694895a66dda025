import { v7 as uuidv7 } from 'uuid';
import type { Better, ComparedItem, ComparisonDraft } from '../../shared/domain/comparison.ts';
import { type Score, scoreValues } from '../../shared/domain/rubric.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { scaleNames } from '../../shared/plots/scores.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { notice } from '../ui/notice.tsx';
import {
  announceProgress,
  draftNow,
  enter,
  forgetDraft,
  forgetItem,
  goTo,
  itemMs,
  keep,
  leave,
  next,
  type Sitting,
  sittingNow,
  tellLate,
} from './comparing.ts';
import { useComparing } from './comparing-state.ts';
import { focusScore, focusVerdict } from './focus.ts';
import { reopen } from './store.ts';
import { comparisonOf, isSame, nextUnscored, type ScorePlace, says, scored, scorePlaces } from './work.ts';

const { getState: get, setState: set } = useComparing;

/** In the order in which they stand on the page: what a side is about stands on that side. */
export const choices = ['first', 'tie', 'both_bad', 'second'] as const satisfies readonly Better[];

export const betterNames: Record<Better, string> = {
  first: 'First is better',
  second: 'Second is better',
  tie: 'Both as good',
  both_bad: 'Both bad',
};

export function choose(better: Better): void {
  const { item, work } = get();
  if (!item) return;
  enter({ ...work, better });
  focusVerdict(choices.indexOf(better));
  announce(betterNames[better]);
}

export function writeNote(note: string): void {
  enter({ ...get().work, note });
}

/** Scores the scale that has the focus, and goes on to the next one without a score. */
export function giveScore(score: Score): void {
  const { scoring, work } = get();
  if (!scoring) return;
  announce(`${placeName(scoring)} ${score}`);
  const given = scored(work, scoring, score);
  enter(given);
  moveScoring(nextUnscored(given, scoring));
}

export function setScore(place: ScorePlace, score: Score): void {
  enter(scored(get().work, place, score));
}

/** One up or down, as the arrows do it. */
export function nudgeScore(step: 1 | -1): void {
  const { scoring, work } = get();
  if (!scoring) return;
  const now = work.scores[scoring.place][scoring.scale];
  const value = scoreValues.find((score) => score === (now ?? 3) + (now === undefined ? 0 : step));
  if (value !== undefined) setScore(scoring, value);
}

export function stepScoring(step: 1 | -1): void {
  const at = scorePlaces.findIndex((place) => isSame(place, get().scoring));
  moveScoring(scorePlaces[at + step] ?? null);
}

/** To the first scale without a score. */
export function beginScoring(): void {
  moveScoring(nextUnscored(get().work, null) ?? scorePlaces[0] ?? null);
}

/** Null leads back to the verdict. */
function moveScoring(place: ScorePlace | null): void {
  if (place === null) focusVerdict();
  else focusScore(place);
}

function placeName({ place, scale }: ScorePlace): string {
  return `${place === 'first' ? 'First' : 'Second'} answer, ${scaleNames[scale]}`;
}

/** Writes on their way; undo waits for them, because it takes back what was written last. */
const writing = new Set<Promise<void>>();

/** Enter: commits what is meant, and shows the next item before the disk has answered. */
export function commit(): void {
  const { item, work, evaluation, phase } = get();
  if (!item || !evaluation || phase !== 'item') return;
  if (says(work, item)) {
    next();
    return;
  }
  const comparison = comparisonOf(work, evaluation.isScored, itemMs());
  if (comparison === null) {
    announce('Say first which answer is better, or that neither is.');
    focusVerdict();
    return;
  }
  const mine = sittingNow();
  const { items, trail } = mine;
  const draft = draftNow();
  const counts = item.comparison === null ? 1 : 0;
  forgetDraft();
  items.set(item.id, { ...item, comparison, draft: null });
  set(({ judged }) => ({ judged: judged + counts }));
  void goTo(trail.at + 1).then(announceProgress);
  track(
    ask('evaluation.judge', { id: uuidv7(), itemId: item.id, comparison }).then(
      () => succeeded(item.id),
      (thrown: unknown) => {
        if (!mine.isOver) set(({ judged }) => ({ judged: judged - counts }));
        putBack(mine, item, draft, reportOf(thrown));
      },
    ),
  );
}

/** U: takes the last verdict back, and shows its item with what it said. */
export async function undo(): Promise<void> {
  const { evaluation } = get();
  if (!evaluation) return;
  const mine = sittingNow();
  await Promise.allSettled(writing);
  leave();
  try {
    const item = await ask('evaluation.undo', { id: evaluation.id });
    if (!item) {
      announce('There is nothing to undo.');
      return;
    }
    if (mine.isOver) {
      announce(`Undone: the last verdict in “${mine.name}”.`);
      return;
    }
    // What was entered meanwhile is kept, but for what is taken back itself.
    if (get().item?.id === item.id) forgetDraft();
    else leave();
    const { items, trail } = mine;
    set(({ judged }) => ({ judged: judged - (item.comparison === null ? 1 : 0) }));
    items.set(item.id, item);
    await goTo(trail.indexOf(item.id));
    announce('Undone: the verdict on this item.');
  } catch (thrown) {
    const error = reportOf(thrown);
    if (mine.isOver) notice(error);
    else set({ failure: { error, itemIds: [] } });
  }
}

export function dismissFailure(): void {
  set({ failure: null });
}

function track(sent: Promise<void>): void {
  writing.add(sent);
  set({ unsaved: writing.size });
  void sent.finally(() => {
    writing.delete(sent);
    set({ unsaved: writing.size });
  });
}

function succeeded(itemId: string): void {
  const { failure } = get();
  if (!failure?.itemIds.includes(itemId)) return;
  const itemIds = failure.itemIds.filter((id) => id !== itemId);
  set({ failure: itemIds.length > 0 ? { ...failure, itemIds } : null });
}

/** The item comes back as it was, with what was entered; one that is gone for good, or of a sitting that is over, is told. */
function putBack(mine: Sitting, item: ComparedItem, draft: ComparisonDraft, report: ErrorReport): void {
  if (report.kind === 'not-found') {
    forgetItem(item.id, report);
    return;
  }
  if (report.kind === 'conflict') {
    // It is not to be judged any more, and most likely the next ones are not either: what there is to judge is asked for anew.
    notice(report);
    if (!mine.isOver) void reopen();
    return;
  }
  leave();
  keep(mine, item, draft);
  if (mine.isOver) {
    tellLate(mine, report);
    return;
  }
  const error = {
    ...report,
    message: `This comparison was not saved. ${report.message}`,
    safe: `What you entered is here again. ${report.safe}`,
    remedy: `Enter tries again. ${report.remedy}`,
  };
  const itemIds = [...(get().failure?.itemIds ?? []).filter((id) => id !== item.id), item.id];
  set({ failure: { error, itemIds } });
  void goTo(Math.min(...itemIds.map((id) => mine.trail.indexOf(id))));
}
