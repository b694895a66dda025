import type { SampleFilter, SampleSort } from '../../../../shared/domain/browse.ts';
import type { OrderStrategy } from '../../../../shared/domain/order.ts';
import { byConfidence, byConversation, type ColumnOrder, type Place } from './column.ts';
import { type Filters, membersOf } from './filter.ts';
import { includes } from './ids.ts';
import { inLabelOrder } from './labeled.ts';
import { RandomOrder } from './random.ts';
import { sourceOf } from './source.ts';
import { queueOf, standings } from './standing.ts';
import type { Steps } from './steps.ts';
import { refuseSteering } from './team.ts';

/** What places a sample in the orders of the loop. */
export type SamplePlace = {
  id: number;
  intent: string | null;
  conversation: string | null;
  confidence: number | null;
  shuffle: number;
};

/** The orders in which samples are read, each beyond a sample or from its start. */
export class Orders {
  readonly #filters: Filters;
  readonly #random: RandomOrder;

  constructor(filters: Filters) {
    this.#filters = filters;
    this.#random = new RandomOrder(filters);
  }

  loop(
    { strategy, seed }: { strategy: Exclude<OrderStrategy, 'by_intent'>; seed: number | null },
    filter: SampleFilter,
    after: SamplePlace | null,
  ): Steps {
    if (strategy === 'random') return this.#random.walk(filter, seed ?? 0, after);
    if (strategy === 'by_conversation')
      return this.#column(byConversation, filter, after && { value: after.conversation, id: after.id });
    if (strategy === 'least_confident')
      return this.#column(byConfidence, filter, after && { value: after.confidence, id: after.id });
    return this.#time(strategy, filter, after?.id ?? null);
  }

  sorted(sort: SampleSort, filter: SampleFilter): Steps {
    refuseSteering(filter, sort);
    if (sort === 'least_confident') return this.#column(byConfidence, filter, null);
    if (sort === 'last_labeled') return this.#lastLabeled(filter);
    return this.#time(sort, filter, null);
  }

  *#time(order: 'oldest' | 'newest', filter: SampleFilter, after: number | null): Steps {
    const direction = order === 'oldest' ? 'ascending' : 'descending';
    yield* this.#filters.inIdOrder(yield* this.#filters.members(filter), direction, after);
  }

  *#column<T extends string | number>(order: ColumnOrder<T>, filter: SampleFilter, after: Place<T> | null): Steps {
    const { reader } = this.#filters;
    const members = yield* this.#filters.gather(filter);
    if (members && this.#filters.few(members)) yield order.sort(reader, members, after);
    else for (const ids of order.walk(reader, after)) yield members ? ids.filter((id) => includes(members, id)) : ids;
  }

  /** Labeled samples, the last one first; then the others, newest first. */
  *#lastLabeled(filter: SampleFilter): Steps {
    const members = yield* this.#filters.gather(filter);
    for (const ids of inLabelOrder(this.#filters.reader, queueOf(filter)))
      yield members ? ids.filter((id) => includes(members, id)) : ids;
    const rest = members ? membersOf(members) : yield* this.#filters.members(filter);
    rest.exclude.push(sourceOf(yield* this.#filters.standing(standings.labeled, queueOf(filter))));
    yield* this.#filters.inIdOrder(rest, 'descending', null);
  }
}
