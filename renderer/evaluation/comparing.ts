import type { ComparedItem } from '../../shared/domain/comparison.ts';
import { ask } from '../client.ts';
import { Trail } from '../stores/loop-trail.ts';
import { workedMs } from '../stores/sitting.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { count } from '../ui/format.ts';
import { type Judging, noWork, useComparing } from './comparing-state.ts';
import { type Work, workOf } from './work.ts';

/** So many items are held ready; when fewer are left, as many are asked for again. */
const held = 8;

const { getState: get, setState: set } = useComparing;

/** One sitting with an evaluation: opened anew it begins with what is not judged then. */
class Sitting {
  readonly trail = new Trail();
  readonly items = new Map<string, ComparedItem>();
  /** What was entered on items that were left without Enter. */
  readonly entered: Map<string, Work>;
  /** Milliseconds at work on each, before it was last shown. */
  readonly spent: Map<string, number>;
  shownAt = 0;

  /** @param before a sitting with the same evaluation: what was entered there is not lost */
  constructor(before: Pick<Sitting, 'entered' | 'spent'> = { entered: new Map(), spent: new Map() }) {
    this.entered = before.entered;
    this.spent = before.spent;
  }
}
let sitting = new Sitting();

export const sittingNow = (): Sitting => sitting;

/** Begins to judge, or goes on where this judge has not judged yet. */
export async function openComparing(judging: Judging): Promise<void> {
  leave();
  sitting = get().evaluation?.id === judging.evaluation.id ? new Sitting(sitting) : new Sitting();
  set({
    ...judging,
    phase: 'opening',
    error: null,
    item: null,
    work: noWork,
    failure: null,
  });
  await goTo(0);
}

/** Shows a place of the trail: at once where it is held, else when it has come. */
export async function goTo(place: number): Promise<void> {
  leave();
  const mine = sitting;
  const { trail } = mine;
  trail.at = Math.max(0, Math.min(place, trail.length));
  if (trail.current === null) {
    set({ phase: 'opening' });
    await supply();
    if (mine !== sitting || get().phase === 'failed') return;
  } else void supply();
  show();
}

function show(): void {
  const { trail, items, entered } = sitting;
  const item = trail.current === null ? undefined : items.get(trail.current);
  sitting.shownAt = workedMs();
  const fresh = { scoring: null, noteOpen: false, historyOpen: false } as const;
  if (item) set({ phase: 'item', item, work: entered.get(item.id) ?? workOf(item), ...fresh });
  else set({ phase: 'end', item: null, work: noWork, ...fresh });
}

/** Keeps what is entered on the item that is left; it stays in sight until the next one is there. */
function leave(): void {
  const { item, work, phase } = get();
  if (!item || phase !== 'item') return;
  sitting.spent.set(item.id, itemMs(item.id));
  sitting.entered.set(item.id, work);
}

/** Working time on the item on the screen. */
export function itemMs(itemId: string): number {
  return Math.round((sitting.spent.get(itemId) ?? 0) + workedMs() - sitting.shownAt);
}

/** Asks for more before it is needed. */
function supply(): Promise<void> {
  const { trail, items } = sitting;
  const { evaluation } = get();
  if (!evaluation || trail.exhausted || trail.ahead(held).length + (trail.current ? 1 : 0) > held / 2)
    return Promise.resolve();
  trail.asking ??= ask('evaluation.next', { id: evaluation.id, after: trail.asked, limit: held }).then(
    (more) => {
      for (const item of more) items.set(item.id, item);
      trail.append(more.map(({ id }) => id));
      trail.asked = more.at(-1)?.id ?? trail.asked;
      trail.exhausted = more.length < held;
      trail.asking = null;
    },
    (thrown: unknown) => {
      trail.asking = null;
      if (trail.current === null) set({ phase: 'failed', error: reportOf(thrown) });
    },
  );
  return trail.asking;
}

export function next(): void {
  void goTo(sitting.trail.at + 1).then(announceProgress);
}

export function previous(): void {
  if (sitting.trail.at === 0) announce('This is the first one of this sitting.');
  else void goTo(sitting.trail.at - 1).then(announceProgress);
}

export function announceProgress(): void {
  const { phase, judged, items } = get();
  announce(phase === 'end' ? 'Nothing is left to compare.' : `${count(judged)} of ${count(items)}`);
}
