import type { CallInput } from '../../../../shared/contract/calls.ts';
import type { SampleFilter } from '../../../../shared/domain/browse.ts';
import type { Filters } from './filter.ts';
import type { Orders, SamplePlace } from './order.ts';
import { Rotation } from './rotation.ts';
import type { Reader } from './source.ts';
import { demanded, queueOf } from './standing.ts';
import type { Steps } from './steps.ts';
import { nothingStands, refuseSteering, teamItems } from './team.ts';

/** A sample that the loop may offer. */
export type Offer = { id: number; sampleId: string };

/** Tells which of these samples may be offered as things stand now, in the same order. */
export type OpenSamples = (ids: readonly number[]) => Offer[];

/** Samples are looked up in pieces of this size, since mostly few are asked for. */
const lookedUp = 128;

/** What to label next. */
export class Loop {
  readonly #reader: Reader;
  readonly #orders: Orders;
  readonly #rotation: Rotation;

  constructor(filters: Filters, orders: Orders) {
    this.#reader = filters.reader;
    this.#orders = orders;
    this.#rotation = new Rotation(filters);
  }

  /**
   * The next samples beyond `after`: those that are left to do, unless the filter asks for what was dealt with.
   *
   * `after` is a place in the order, whatever became of that sample meanwhile; an unknown one is the start.
   */
  *next({ order: { strategy, seed }, filter, after, limit }: CallInput<'labeling.next'>): Steps<string[]> {
    refuseSteering(filter, strategy);
    const open = this.#open(filter);
    const place = after === null ? null : this.#place(after);
    const members = demanded(filter) ? filter : withoutStatus(filter);
    if (strategy === 'by_intent') return yield* this.#rotation.next(members, place, limit, open);
    const offers: Offer[] = [];
    for (const ids of this.#orders.loop({ strategy, seed }, members, place)) {
      for (let at = 0; at < ids.length && offers.length < limit; at += lookedUp) {
        offers.push(...open(ids.slice(at, at + lookedUp)));
        yield [];
      }
      if (offers.length >= limit) break;
      yield [];
    }
    return offers.slice(0, limit).map(({ sampleId }) => sampleId);
  }

  #open(filter: SampleFilter): OpenSamples {
    const queue = queueOf(filter);
    const demand = demanded(filter);
    const team = queue !== '' && demand === null;
    const { sql, params } = demand ?? { sql: team ? teamItems.open : nothingStands, params: [] };
    const assigned = team ? 'CROSS JOIN assignments a ON a.queue_id = ? AND a.id = s.id' : '';
    return (ids) =>
      this.#reader.rows<Offer>(
        `SELECT s.id, s.sample_id AS sampleId FROM json_each(?) wanted CROSS JOIN samples s ON s.id = wanted.value
         ${assigned} LEFT JOIN work.standings t ON t.queue = ? AND t.sample_id = s.sample_id
         WHERE ${sql} ORDER BY wanted.key`,
        JSON.stringify(ids),
        ...(team ? [queue] : []),
        queue,
        ...params,
      );
  }

  #place(sampleId: string): (SamplePlace & { sampleId: string }) | null {
    const [place] = this.#reader.rows<SamplePlace & { sampleId: string }>(
      `SELECT id, sample_id AS sampleId, intent, conversation_id AS conversation, confidence, shuffle
       FROM samples WHERE sample_id = ?`,
      sampleId,
    );
    return place ?? null;
  }
}

/** The loop looks at standings sample by sample as they come, and not at all of them beforehand. */
function withoutStatus({ status: _, ...filter }: SampleFilter): SampleFilter {
  return filter;
}
