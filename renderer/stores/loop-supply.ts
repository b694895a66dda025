import type { Item } from '../../shared/contract/calls.ts';
import { ask } from '../client.ts';
import { ItemCache } from './loop-cache.ts';
import { useLoop } from './loop-state.ts';
import type { Trail } from './loop-trail.ts';
import { judgeable } from './rubrics.ts';

/** Items kept ready ahead; when fewer than half are left, the next are fetched. */
const ready = 20;
const idsAtOnce = 100;
/** Of the trail so much is known ahead: beside an import the next stretch of the order takes seconds. */
const idsReady = idsAtOnce / 2;

export const cache = new ItemCache(3 * ready);
let refilling = false;

/** The item at the trail's position, asking for more of the trail where it ends; null at the end of the loop. */
export async function fetchCurrent(on: Trail, wanted: () => boolean): Promise<Item | null> {
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
  const { queueId } = useLoop.getState();
  const items = await judgeable(await ask('labeling.items', { queueId, sampleIds: missing }));
  // Another queue was opened meanwhile: these are of the one before.
  if (useLoop.getState().queueId !== queueId) return;
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
  const after = on.asked;
  const { sampleIds } = await ask('labeling.next', { order, filter, after, limit: idsAtOnce });
  // Meanwhile the trail was cut: what lies between would be left out.
  if (on.asked === after) extendBy(on, sampleIds);
}

function extendBy(on: Trail, sampleIds: readonly string[]): void {
  on.append(sampleIds);
  on.asked = sampleIds.at(-1) ?? on.asked;
  on.exhausted = sampleIds.length < idsAtOnce;
}

/**
 * Asks anew for what is to come. What was to come stays until that has come: beside an import the thread that knows the order
 * answers late, and the labeler would wait for it.
 */
export async function renewAhead(on: Trail, wanted: () => boolean): Promise<void> {
  const { order, filter, queueId } = useLoop.getState();
  const { sampleIds } = await ask('labeling.next', { order, filter, after: on.place, limit: idsAtOnce });
  if (!wanted()) return;
  on.cut();
  extendBy(on, sampleIds);
  for (let at: number | null = null; at !== on.at && wanted(); ) {
    at = on.at;
    const items = await judgeable(await ask('labeling.items', { queueId, sampleIds: on.ahead(ready) }));
    // Someone who moved meanwhile may have entered something that these do not know.
    if (at !== on.at || !wanted()) continue;
    cache.clear(on.current);
    for (const item of items) cache.put(item);
  }
}

/** Keeps the next samples in memory: one fetch at a time, and never on the way to the next frame. */
export function refill(on: Trail, wanted: () => boolean): void {
  if (refilling) return;
  refilling = true;
  scheduler
    .postTask(() => fetchAhead(on, wanted))
    // The next step meets the same fault where it can be shown; what is on the screen is not disturbed by it.
    .catch((thrown: unknown) => console.error(thrown))
    .finally(() => {
      refilling = false;
    });
}

async function fetchAhead(on: Trail, wanted: () => boolean): Promise<void> {
  const more = on.ahead(idsReady).length < idsReady && !on.exhausted ? extend(on) : null;
  // What the trail names already does not wait for the answer.
  await fetchMissing(on, wanted);
  if (more === null) return;
  await more;
  await fetchMissing(on, wanted);
}

async function fetchMissing(on: Trail, wanted: () => boolean): Promise<void> {
  const missing = on.ahead(ready).filter((id) => !cache.get(id));
  if (!wanted() || !on.ahead(ready / 2).some((id) => missing.includes(id))) return;
  await fetchItems(missing);
  for (const id of missing) if (!cache.get(id)) on.remove(id);
}
