import { type ComparedItem, type ComparisonDraft, emptyComparisonDraft } from '../../shared/domain/comparison.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { Journal } from '../stores/draft-journal.ts';
import { Trail } from '../stores/loop-trail.ts';
import { workedMs } from '../stores/sitting.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { count } from '../ui/format.ts';
import { notice } from '../ui/notice.tsx';
import { type Judging, useComparing } from './comparing-state.ts';
import { type Work, workOf } from './work.ts';

/** So many items are held ready; when fewer are left, as many are asked for again. */
const held = 8;

const { getState: get, setState: set } = useComparing;

/** One sitting with an evaluation: opened anew it begins with what is not judged then. */
export class Sitting {
  /** What is judged. */
  readonly name: string;
  readonly trail = new Trail();
  readonly items = new Map<string, ComparedItem>();
  shownAt = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Another one was opened since: what comes late for this one is nothing of what is on the screen. */
  get isOver(): boolean {
    return this !== sitting;
  }
}
let sitting = new Sitting('');

const journal = new Journal(saveDraft);

export const sittingNow = (): Sitting => sitting;

/** Begins to judge, or goes on where this judge has not judged yet. */
export async function openComparing(judging: Judging): Promise<void> {
  leave();
  sitting = new Sitting(judging.evaluation.name);
  set({
    ...judging,
    phase: 'opening',
    error: null,
    item: null,
    work: emptyComparisonDraft,
    failure: null,
    draftError: null,
  });
  await goTo(0);
}

/** Shows a place of the trail: at once where it is held, else when it has come. */
export async function goTo(place: number): Promise<void> {
  const mine = sitting;
  const { trail } = mine;
  trail.at = Math.max(0, Math.min(place, trail.length));
  if (trail.current === null) {
    set({ phase: 'opening' });
    await supply();
    if (mine.isOver || get().phase === 'failed') return;
  } else void supply();
  show();
}

function show(): void {
  const { trail, items } = sitting;
  const item = trail.current === null ? undefined : items.get(trail.current);
  sitting.shownAt = workedMs();
  const fresh = { scoring: null, noteOpen: false, historyOpen: false } as const;
  if (item) set({ phase: 'item', item, work: workOf(item), ...fresh });
  else set({ phase: 'end', item: null, work: emptyComparisonDraft, ...fresh });
}

/** What is entered on the item on the screen, from now on. */
export function enter(work: Work): void {
  set({ work });
  journal.touch();
}

/** Saves what the item on the screen has, before another one comes. */
export function leave(): void {
  const { item, phase } = get();
  if (!item || phase !== 'item') return;
  const { draft, comparison } = sitting.items.get(item.id) ?? item;
  // Time spent reading counts too, on an item that is left without a key.
  if ((draft !== null || comparison === null) && workedMs() - sitting.shownAt >= 1000) journal.touch();
  journal.flush();
}

/** Everything unsaved, now: the window hides, or another screen comes. */
export function flush(): void {
  journal.flush();
}

/** A committed draft is no longer one. */
export function forgetDraft(): void {
  journal.forget();
}

function saveDraft(): void {
  const { item } = get();
  if (item) keep(sitting, item, draftNow());
}

/** Keeps a draft of an item, here and on the disk. */
export function keep(mine: Sitting, item: ComparedItem, draft: ComparisonDraft): void {
  mine.items.set(item.id, { ...item, draft });
  ask('evaluation.saveDraft', { itemId: item.id, draft }).then(
    () => {
      if (!mine.isOver && get().draftError) set({ draftError: null });
    },
    (thrown: unknown) => {
      const error = reportOf(thrown);
      if (error.kind === 'not-found') forgetItem(item.id, error);
      else if (mine.isOver) tellLate(mine, error);
      else set({ draftError: error });
    },
  );
}

/** What could not be saved when its sitting was over already: no screen has its item any more. */
export function tellLate({ name }: Sitting, report: ErrorReport): void {
  notice({ ...report, message: `What you entered in “${name}” was not saved. ${report.message}` });
}

/** One that is gone for good: off the trail and the screen, with whatever was entered there and not saved. */
export function forgetItem(itemId: string, why: ErrorReport): void {
  const { trail } = sitting;
  const isShown = trail.current === itemId;
  if (get().item?.id === itemId) journal.forget();
  trail.remove(itemId);
  notice(why);
  if (isShown) void goTo(trail.at).then(announceProgress);
}

/** Working time on the item on the screen. */
export function itemMs(): number {
  return Math.round(get().work.activeMs + workedMs() - sitting.shownAt);
}

/** The draft as it is to be saved. */
export function draftNow(): ComparisonDraft {
  return { ...get().work, activeMs: itemMs() };
}

/** Asks for more before it is needed. */
function supply(): Promise<void> {
  const mine = sitting;
  const { trail, items } = mine;
  const { evaluation } = get();
  if (!evaluation || trail.exhausted || trail.ahead(held).length + (trail.current ? 1 : 0) > held / 2)
    return Promise.resolve();
  trail.asking ??= ask('evaluation.next', { id: evaluation.id, after: trail.asked, limit: held }).then(
    (more) => {
      // One that undo has brought back is known better here.
      for (const item of more) if (!items.has(item.id)) items.set(item.id, item);
      trail.append(more.map(({ id }) => id));
      trail.asked = more.at(-1)?.id ?? trail.asked;
      trail.exhausted = more.length < held;
      trail.asking = null;
    },
    (thrown: unknown) => {
      trail.asking = null;
      if (!mine.isOver && trail.current === null) set({ phase: 'failed', error: reportOf(thrown) });
    },
  );
  return trail.asking;
}

export function next(): void {
  leave();
  void goTo(sitting.trail.at + 1).then(announceProgress);
}

export function previous(): void {
  if (sitting.trail.at === 0) {
    announce('This is the first one of this sitting.');
    return;
  }
  leave();
  void goTo(sitting.trail.at - 1).then(announceProgress);
}

export function announceProgress(): void {
  const { phase, judged, items } = get();
  announce(phase === 'end' ? 'Nothing is left to compare.' : `${count(judged)} of ${count(items)}`);
}
