import type { Item, Position } from '../../shared/contract/calls.ts';
import { inQueue, type SampleFilter } from '../../shared/domain/browse.ts';
import type { Draft } from '../../shared/domain/label.ts';
import type { LoopOrder } from '../../shared/domain/order.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { placeName } from '../labeling/place-name.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { notice } from '../ui/notice.tsx';
import { draftNow, isTarget, itemMs, rubricNow, showItem, useDraft } from './draft.ts';
import { Journal } from './draft-journal.ts';
import { recount } from './loop-counts.ts';
import { usualOrder } from './loop-order.ts';
import { type PlaceOnPage, readPosition } from './loop-position.ts';
import { useLoop } from './loop-state.ts';
import { cache, fetchCurrent, refill } from './loop-supply.ts';
import { Trail } from './loop-trail.ts';
import { loadRubrics, rubricOf } from './rubrics.ts';
import { queueOf } from './sync.ts';
import { useView } from './view.ts';
import { useWorkspace } from './workspace.ts';

let trail = new Trail();
/** Counts the moves on the trail. */
let turns = 0;

const draftJournal = new Journal(saveDraft);
const positionJournal = new Journal(savePosition);

export type OpenLoop = {
  filter: SampleFilter;
  order?: LoopOrder | undefined;
  /** Samples to begin with. */
  first?: readonly string[] | undefined;
  /** Starts at this sample, or goes on there behind the first, even if it is dealt with. */
  sampleId?: string | undefined;
  resume?: Position | undefined;
};

/** Starts the loop anew. */
export async function openInLoop({ filter, order, first = [], sampleId, resume }: OpenLoop): Promise<void> {
  leave();
  const queueId = filter.queue ?? null;
  // What a labeler did to a sample is another thing in every queue.
  if (queueId !== useLoop.getState().queueId) cache.clear(null);
  trail = new Trail();
  trail.append(first);
  if (sampleId !== undefined) {
    trail.append([sampleId]);
    trail.asked = sampleId;
  }
  useLoop.setState({
    phase: 'opening',
    error: null,
    filter,
    queueId,
    order: order ?? usualOrder(queueId),
  });
  void recount();
  await goTo(0, resume);
}

/**
 * Goes to an item that was moved elsewhere: on this trail, or in the queue that it belongs to.
 *
 * @param visit it is looked at out of the order: going on leads back to where one was
 */
export async function goToItem(item: Item, { visit = false } = {}): Promise<void> {
  const { sampleId } = item.sample;
  if (item.queueId !== useLoop.getState().queueId) {
    await openInLoop({ filter: inQueue(item.queueId), sampleId });
    return;
  }
  await loadRubrics([item]);
  cache.put(item);
  await goTo(visit ? trail.visit(sampleId) : trail.indexOf(sampleId));
}

/** Opens where the labeler was; the first time, the workspace's own order from its start. */
export async function startLoop(): Promise<void> {
  try {
    const position = await ask('labeling.position', {});
    const { filter = {}, order, sampleId } = position ?? {};
    await openInLoop({ filter, order, sampleId: sampleId ?? undefined, resume: position ?? undefined });
  } catch (thrown) {
    fail(thrown);
  }
}

export function trailNow(): Trail {
  return trail;
}

/** Shows the sample at an index of the trail: at once when it is in memory, as it nearly always is. */
export async function goTo(index: number, resume?: Position): Promise<void> {
  const on = trail;
  on.at = Math.max(0, Math.min(index, on.length));
  // Whoever asks later is whom the screen follows, whichever answer comes first.
  const turn = ++turns;
  const held = on.current === null ? undefined : cache.get(on.current);
  if (held) return present(held, resume);
  useLoop.setState({ phase: 'opening' });
  try {
    const item = await fetchCurrent(on, () => turn === turns);
    if (turn !== turns) return;
    if (item) present(item, resume);
    else showEnd();
  } catch (thrown) {
    if (turn === turns) fail(thrown);
  }
}

export function refillNow(): void {
  const on = trail;
  refill(on, () => on === trail);
}

/** Another screen is open, and may have borrowed the draft on it: it keeps it until the labeling screen is back. */
function lent(): boolean {
  return useView.getState().screen !== 'labeling';
}

function present(item: Item, resume?: Position): void {
  if (lent()) {
    useLoop.setState({ phase: 'item', error: null });
    return;
  }
  const sibling = trail.previous === null ? undefined : cache.get(trail.previous);
  const back = resume?.sampleId === item.sample.sampleId ? resume : undefined;
  const queue = queueOf(item.queueId);
  showItem(item, {
    ofLoop: true,
    rubric: rubricOf(item),
    changed: () => draftJournal.touch(),
    resume: back && isTarget(back.focus) ? { ...back, target: back.focus } : undefined,
  });
  useLoop.setState({
    phase: 'item',
    error: null,
    sibling: sibling?.sample ?? null,
    // Between two samples: what a lead writes meanwhile does not come between a key and its text.
    reading: queue?.read === false ? queue : null,
  });
  void scheduler.postTask(savePosition);
  refillNow();
}

function showEnd(): void {
  const samples = useWorkspace.getState().info?.samples ?? 0;
  useLoop.setState({ phase: samples === 0 ? 'empty' : 'end', sibling: null });
  if (!lent()) {
    useDraft.setState({ item: null });
    if (samples > 0) storePosition(null);
  }
  void recount();
}

function fail(thrown: unknown): void {
  useLoop.setState({ phase: 'failed', error: reportOf(thrown) });
}

/** The item on the screen, if it is the loop's own: practice and a lead's final verdicts borrow the screen. */
export function itemOfLoop(): Item | null {
  const { item, ofLoop } = useDraft.getState();
  return item && ofLoop && item.sample.sampleId === trail.current ? item : null;
}

/** Saves what the sample on the screen has, before another one comes. */
export function leave(): void {
  const item = itemOfLoop();
  if (!item) return;
  // Time spent reading counts too, on a sample that is left without a key.
  if (item.draft === null && item.label === null && itemMs() >= 1000) draftJournal.touch();
  draftJournal.flush();
}

/** A committed draft is no longer one. */
export function forgetDraft(): void {
  draftJournal.forget();
}

function saveDraft(): void {
  const item = itemOfLoop();
  if (!item) return;
  const draft = draftNow();
  cache.put({ ...item, draft });
  writeDraft(item, draft);
}

export function writeDraft({ queueId, sample: { sampleId } }: Item, draft: Draft): void {
  ask('labeling.saveDraft', { queueId, sampleId, draft }).then(
    () => {
      if (useLoop.getState().draftError) useLoop.setState({ draftError: null });
    },
    (thrown: unknown) => {
      const error = reportOf(thrown);
      if (error.kind === 'erased') forgetErased([sampleId], error);
      else useLoop.setState({ draftError: error });
    },
  );
}

/** The team has erased these: off the trail and the screen, with whatever was typed there and not saved. */
export function forgetErased(sampleIds: readonly string[], why: ErrorReport): void {
  const shown = itemOfLoop();
  for (const id of sampleIds) {
    cache.remove(id);
    trail.remove(id);
  }
  const { sibling, failure } = useLoop.getState();
  if (sibling && sampleIds.includes(sibling.sampleId)) useLoop.setState({ sibling: null });
  if (failure?.sampleIds.some((id) => sampleIds.includes(id))) useLoop.setState({ failure: null });
  if (!shown || !sampleIds.includes(shown.sample.sampleId)) return;
  draftJournal.forget();
  positionJournal.forget();
  useDraft.setState({ item: null });
  notice(why);
  void goTo(trail.at).then(announcePlace);
}

function savePosition(): void {
  positionJournal.forget();
  const item = itemOfLoop();
  // On a sample out of the order the place is where the order goes on: another sitting begins there.
  if (item && trail.place === item.sample.sampleId) storePosition(trail.place, readPosition());
  else if (item) storePosition(trail.place);
}

const atStart: PlaceOnPage = { focus: null, caret: null, scroll: {} };

function storePosition(sampleId: string | null, onPage: PlaceOnPage = atStart): void {
  const { order, filter } = useLoop.getState();
  ask('labeling.savePosition', { sampleId, order, filter, ...onPage }).catch(
    // A disk that refuses the place refuses the draft too, and that is shown.
    (thrown: unknown) => console.error(thrown),
  );
}

/** Focus, caret or scroll moved. */
export function placeMoved(): void {
  positionJournal.touch();
}

/** Everything unsaved, now: the window closes or hides, or another screen comes. */
export function flush(): void {
  positionJournal.flush();
  draftJournal.flush();
}

export function next(): void {
  if (trail.current === null) return;
  leave();
  void goTo(trail.at + 1).then(announcePlace);
}

export function previous(): void {
  if (trail.at === 0) {
    announce('This is the first sample of this sitting.');
    return;
  }
  leave();
  void goTo(trail.at - 1).then(announcePlace);
}

/** “138 of 400, Factuality”. */
export function announcePlace(): void {
  const { phase, counts } = useLoop.getState();
  const rubric = rubricNow();
  const { work } = useDraft.getState();
  if (phase === 'end') announce('That was the last sample of this loop.');
  else if (phase === 'item' && rubric)
    announce(`${counts.labeled} of ${counts.total}, ${placeName(work.place, rubric)}`);
}
