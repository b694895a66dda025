import { create } from 'zustand';
import type { Item, LoopCounts, Position } from '../../shared/contract/calls.ts';
import type { SampleFilter } from '../../shared/domain/browse.ts';
import type { Draft, LoopOrder } from '../../shared/domain/label.ts';
import type { Sample } from '../../shared/domain/sample.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { placeName } from '../labeling/place-name.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';
import { draftNow, isTarget, itemMs, showItem, useDraft } from './draft.ts';
import { Journal } from './draft-journal.ts';
import { ItemCache } from './loop-cache.ts';
import { readPosition } from './loop-position.ts';
import { Trail } from './loop-trail.ts';
import { useWorkspace } from './workspace.ts';

type LoopState = {
  /** end: the loop has no further sample. empty: the workspace has none at all. */
  phase: 'opening' | 'item' | 'end' | 'empty' | 'failed';
  error: ErrorReport | null;
  order: LoopOrder;
  filter: SampleFilter;
  counts: LoopCounts;
  /** Writes whose durable answer is still out. */
  unsaved: number;
  /** Labels and marks that could not be written: their samples are back with what was entered. */
  failure: { error: ErrorReport; sampleIds: readonly string[] } | null;
  /** The draft on the screen could not be written. */
  draftError: ErrorReport | null;
  /** The sample before this one on the trail: its turns are known when this one continues it. */
  sibling: Sample | null;
};

/** The loop: which sample is on the screen, which come next, and how far the labeler is. */
export const useLoop = create<LoopState>()(() => ({
  phase: 'opening',
  error: null,
  order: { strategy: 'oldest', seed: null },
  filter: {},
  counts: { total: 0, labeled: 0, skipped: 0 },
  unsaved: 0,
  failure: null,
  draftError: null,
  sibling: null,
}));

/** Items kept ready ahead; when fewer than half are left, the next are fetched. */
const ready = 20;
const idsAtOnce = 100;

export const cache = new ItemCache(3 * ready);
let trail = new Trail();
let refilling = false;
/** Counts the moves on the trail. */
let turns = 0;

const draftJournal = new Journal(saveDraft);
const positionJournal = new Journal(savePosition);

export type OpenLoop = {
  filter: SampleFilter;
  order?: LoopOrder | undefined;
  /** Starts at this sample, even if it is dealt with. */
  sampleId?: string | undefined;
  resume?: Position | undefined;
};

/** Starts the loop anew. */
export async function openInLoop({ filter, order, sampleId, resume }: OpenLoop): Promise<void> {
  leave();
  trail = new Trail();
  if (sampleId !== undefined) {
    trail.append([sampleId]);
    trail.asked = sampleId;
  }
  useLoop.setState({
    phase: 'opening',
    error: null,
    filter,
    order: order ?? useWorkspace.getState().settings?.order ?? useLoop.getState().order,
  });
  void recount();
  await goTo(0, resume);
}

/** Opens where the labeler was; the first time, the workspace's own order from its start. */
export async function startLoop(): Promise<void> {
  try {
    const position = await ask('labeling.position');
    const { filter = {}, order, sampleId } = position ?? {};
    await openInLoop({ filter, order, sampleId, resume: position ?? undefined });
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

/** The item at the trail's position, asking for more of the trail where it ends; null at the end of the loop. */
async function fetchCurrent(on: Trail, wanted: () => boolean): Promise<Item | null> {
  while (wanted()) {
    const id = on.current;
    if (id === null) {
      if (on.exhausted) return null;
      await extend(on);
      continue;
    }
    const held = cache.get(id);
    if (held) return held;
    // The next ones come along: a lookup by key costs less than another question.
    await fetchItems([id, ...on.ahead(ready)]);
    if (!cache.get(id)) on.remove(id);
  }
  return null;
}

async function fetchItems(sampleIds: readonly string[]): Promise<void> {
  const missing = sampleIds.filter((id) => !cache.get(id));
  if (missing.length === 0) return;
  const items = await ask('labeling.items', { sampleIds: missing });
  for (const item of items) if (!cache.get(item.sample.sampleId)) cache.put(item);
}

/** Asks for the next stretch of the order, once at a time. */
function extend(on: Trail): Promise<void> {
  on.asking ??= askFurther(on).finally(() => {
    on.asking = null;
  });
  return on.asking;
}

async function askFurther(on: Trail): Promise<void> {
  const { order, filter } = useLoop.getState();
  const { sampleIds } = await ask('labeling.next', { order, filter, after: on.asked, limit: idsAtOnce });
  on.append(sampleIds);
  on.asked = sampleIds.at(-1) ?? on.asked;
  on.exhausted = sampleIds.length < idsAtOnce;
}

/** Keeps the next samples in memory: one fetch at a time, and never on the way to the next frame. */
function refill(): void {
  if (refilling) return;
  refilling = true;
  scheduler
    .postTask(() => fetchAhead(trail))
    // The next step meets the same fault where it can be shown; what is on the screen is not disturbed by it.
    .catch((thrown: unknown) => console.error(thrown))
    .finally(() => {
      refilling = false;
    });
}

async function fetchAhead(on: Trail): Promise<void> {
  if (on.ahead(ready).length < ready && !on.exhausted) await extend(on);
  const wanted = on.ahead(ready).filter((id) => !cache.get(id));
  if (on !== trail || !on.ahead(ready / 2).some((id) => wanted.includes(id))) return;
  await fetchItems(wanted);
  for (const id of wanted) if (!cache.get(id)) on.remove(id);
}

function present(item: Item, resume?: Position): void {
  const sibling = trail.previous === null ? undefined : cache.get(trail.previous);
  const back = resume?.sampleId === item.sample.sampleId ? resume : undefined;
  showItem(item, {
    changed: () => draftJournal.touch(),
    resume: back && isTarget(back.focus) ? { ...back, target: back.focus } : undefined,
  });
  useLoop.setState({ phase: 'item', error: null, sibling: sibling?.sample ?? null });
  void scheduler.postTask(savePosition);
  refill();
}

function showEnd(): void {
  useDraft.setState({ item: null });
  const samples = useWorkspace.getState().info?.samples ?? 0;
  useLoop.setState({ phase: samples === 0 ? 'empty' : 'end', sibling: null });
  void recount();
}

function fail(thrown: unknown): void {
  useLoop.setState({ phase: 'failed', error: reportOf(thrown) });
}

const recountAfterMs = 250;

/**
 * Counts what the loop holds. The counts move by themselves with every label; this sets them right.
 *
 * An answer from before a label that is counted here already would take it back: then it is asked again.
 */
export async function recount(): Promise<void> {
  const on = trail;
  try {
    while (on === trail) {
      const { counts: before, unsaved, filter } = useLoop.getState();
      const counts = await ask('labeling.counts', { filter });
      const moved = unsaved > 0 || useLoop.getState().counts !== before;
      if (on === trail && !moved) return useLoop.setState({ counts });
      await new Promise((resolve) => setTimeout(resolve, recountAfterMs));
    }
  } catch (thrown) {
    // Counts are a comfort: labeling goes on without them, and the next write shows what is wrong.
    console.error(thrown);
  }
}

/** The item on the screen, if it is the loop's own: practice borrows the screen. */
export function itemOfLoop(): Item | null {
  const { item } = useDraft.getState();
  return item && item.sample.sampleId === trail.current ? item : null;
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
  writeDraft(item.sample.sampleId, draft);
}

export function writeDraft(sampleId: string, draft: Draft): void {
  ask('labeling.saveDraft', { sampleId, draft }).then(
    () => {
      if (useLoop.getState().draftError) useLoop.setState({ draftError: null });
    },
    (thrown: unknown) => useLoop.setState({ draftError: reportOf(thrown) }),
  );
}

function savePosition(): void {
  positionJournal.forget();
  const item = itemOfLoop();
  if (!item) return;
  const { order, filter } = useLoop.getState();
  ask('labeling.savePosition', { sampleId: item.sample.sampleId, order, filter, ...readPosition() }).catch(
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

/** Samples came or changed: what is to come is asked for anew. */
function refresh(): void {
  trail.cut();
  cache.clear(trail.current);
  void recount();
  if (useLoop.getState().phase === 'item') refill();
  else void goTo(trail.at);
}

/** “138 of 400, Factuality”. */
export function announcePlace(): void {
  const { phase, counts } = useLoop.getState();
  const { rubric } = useWorkspace.getState().info ?? {};
  const { work } = useDraft.getState();
  if (phase === 'end') announce('That was the last sample of this loop.');
  else if (phase === 'item' && rubric)
    announce(`${counts.labeled} of ${counts.total}, ${placeName(work.place, rubric)}`);
}

/** Follows what happens whichever screen is shown: samples that come, and the window that closes. */
export function followLoop(): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const stop = [
    listen('samples.changed', () => {
      // An import tells of every batch; the loop asks anew once it has come to rest.
      clearTimeout(later);
      later = setTimeout(refresh, 500);
    }),
    listen('closing', () => {
      leave();
      flush();
      void ask('shell.flushed');
    }),
  ];
  return () => {
    clearTimeout(later);
    for (const end of stop) end();
  };
}
