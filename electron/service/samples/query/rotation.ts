import type { SampleFilter } from '../../../../shared/domain/browse.ts';
import { type Filters, type Members, stretches } from './filter.ts';
import type { Offer, OpenSamples } from './loop.ts';
import { sourceIn } from './source.ts';
import type { Steps } from './steps.ts';

/** How far each intent was read: the id of the last sample of it that was offered. */
type Reached = Map<string | null, number>;

/** So many last answers can be gone on from exactly. */
const remembered = 16;

/** The distinct intents, by one seek each. */
const intentsSql = `
  WITH RECURSIVE found (intent) AS (
    SELECT min(intent) FROM samples
    UNION ALL
    SELECT (SELECT min(intent) FROM samples WHERE intent > found.intent) FROM found WHERE intent IS NOT NULL
  ) SELECT intent FROM found WHERE intent IS NOT NULL`;

/** The open samples of one intent, oldest first. */
class Lane {
  readonly intent: string | null;
  readonly #steps: Steps;
  readonly #open: OpenSamples;
  #offers: Offer[] = [];

  constructor(intent: string | null, steps: Steps, open: OpenSamples) {
    this.intent = intent;
    this.#steps = steps;
    this.#open = open;
  }

  *next(): Steps<Offer | null> {
    for (;;) {
      const offer = this.#offers.shift();
      if (offer) return offer;
      const step = this.#steps.next();
      if (step.done) return null;
      this.#offers = this.#open(step.value);
      yield [];
    }
  }
}

/**
 * Round-robin over the intents: one sample of each in turn, each intent oldest first.
 *
 * A sample says whose turn is next, but not how far the other intents were read; for the last answers that is kept
 * here. Going on from anywhere else, each intent starts at its oldest sample that is still open: nothing is passed
 * over, and no intent waits because much of it was labeled before.
 */
export class Rotation {
  readonly #filters: Filters;
  readonly #answers = new Map<string, Reached>();

  constructor(filters: Filters) {
    this.#filters = filters;
  }

  *next(
    filter: SampleFilter,
    after: { id: number; sampleId: string; intent: string | null } | null,
    limit: number,
    open: OpenSamples,
  ): Steps<string[]> {
    const key = (sampleId: string) => JSON.stringify([sampleId, filter]);
    const reached: Reached = new Map(after && this.#answers.get(key(after.sampleId)));
    const offers: Offer[] = [];
    let lanes = yield* this.#lanes(filter, after?.intent, reached, open);
    while (lanes.length > 0 && offers.length < limit) {
      const going: Lane[] = [];
      for (const lane of lanes) {
        let offer = yield* lane.next();
        if (offer && offer.id === after?.id) offer = yield* lane.next();
        if (!offer) continue;
        going.push(lane);
        offers.push(offer);
        reached.set(lane.intent, offer.id);
        if (offers.length === limit) break;
      }
      lanes = going;
    }
    const last = offers.at(-1);
    if (last) this.#remember(key(last.sampleId), reached);
    return offers.map(({ sampleId }) => sampleId);
  }

  /** A lane for each intent, the one after `intent` first. */
  *#lanes(filter: SampleFilter, intent: string | null | undefined, reached: Reached, open: OpenSamples): Steps<Lane[]> {
    const members = yield* this.#filters.members(filter);
    const intents = this.#intents(filter);
    const turn = intent === undefined ? 0 : intents.indexOf(intent) + 1;
    return [...intents.slice(turn), ...intents.slice(0, turn)].map((lane) => {
      const include = [...members.include, sourceIn(this.#filters.reader, stretches.intent(lane))];
      const own: Members = { ...members, include };
      return new Lane(lane, this.#filters.inIdOrder(own, 'ascending', reached.get(lane) ?? null), open);
    });
  }

  /** By name; samples without an intent take their turn last. */
  #intents(filter: SampleFilter): (string | null)[] {
    if (filter.intent !== undefined) return [filter.intent];
    const { reader } = this.#filters;
    const named = reader.column<string>(intentsSql);
    const unnamed = reader.value('SELECT 1 FROM samples WHERE intent IS NULL LIMIT 1');
    return unnamed === undefined ? named : [...named, null];
  }

  #remember(key: string, reached: Reached): void {
    this.#answers.delete(key);
    this.#answers.set(key, reached);
    const [oldest] = this.#answers.keys();
    if (oldest !== undefined && this.#answers.size > remembered) this.#answers.delete(oldest);
  }
}
