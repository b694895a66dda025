import type { SampleFilter } from '../../../../shared/domain/browse.ts';
import { byConfidence } from './column.ts';
import type { Filters } from './filter.ts';
import { includes, indexOf } from './ids.ts';
import { concernsStanding } from './standing.ts';
import type { Steps } from './steps.ts';

/** murmur3's finaliser: every bit of the number moves every other. */
function scramble(number: number): number {
  let h = number;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A sample's place in the permutation of a seed: a matter of its own number and the seed, whatever else is there. */
export function placeOf(shuffle: number, seed: number): number {
  return scramble(scramble(shuffle) ^ scramble(seed ^ 0x9e3779b9));
}

/** Ids by place, then by id. */
type Permutation = { ids: Float64Array; places: Uint32Array };

const buckets = 256;
/** More than a bucket will ever hold, and small enough that 24 bits of place and an index are a safe integer. */
const perBucket = 2 ** 28;

/** Puts ids in the order of their places. They are dealt out to buckets as they come, so that no sort takes long. */
class Dealer {
  readonly #buckets = Array.from({ length: buckets }, () => ({ ids: [] as number[], keys: [] as number[] }));

  add(id: number, place: number): void {
    const bucket = this.#buckets[place >>> 24];
    bucket?.keys.push((place & 0xff_ffff) * perBucket + bucket.ids.length);
    bucket?.ids.push(id);
  }

  *sorted(): Steps<Permutation> {
    const length = this.#buckets.reduce((sum, { ids }) => sum + ids.length, 0);
    const sorted = { ids: new Float64Array(length), places: new Uint32Array(length) };
    let end = 0;
    for (const [top, bucket] of this.#buckets.entries()) {
      for (const key of Float64Array.from(bucket.keys).sort()) {
        const place = top * 2 ** 24 + Math.floor(key / perBucket);
        const id = bucket.ids[key % perBucket] ?? 0;
        let at = end;
        for (; sorted.places[at - 1] === place && (sorted.ids[at - 1] ?? 0) > id; at--)
          sorted.ids[at] = sorted.ids[at - 1] ?? 0;
        sorted.ids[at] = id;
        sorted.places[end++] = place;
      }
      yield [];
    }
    return sorted;
  }
}

/**
 * The random order. No index can hold it, since every seed has its own: ids are put in order in memory, 12 bytes each,
 * and the last permutation is kept until samples come or change. Making one of a million takes some 0.4 s, in slices.
 */
export class RandomOrder {
  readonly #filters: Filters;
  #kept: (Permutation & { key: string; version: number }) | null = null;

  constructor(filters: Filters) {
    this.#filters = filters;
  }

  /** The samples of a filter beyond `after`. */
  *walk(filter: SampleFilter, seed: number, after: { shuffle: number; id: number } | null): Steps {
    const { ids, places } = yield* this.#permutation(filter, seed);
    let at = 0;
    if (after) {
      const place = placeOf(after.shuffle, seed);
      at = indexOf(places, place);
      while (places[at] === place && (ids[at] ?? 0) <= after.id) at++;
    }
    for (let size = 128; at < ids.length; at += size, size = 4096) yield Array.from(ids.subarray(at, at + size));
  }

  *#permutation(filter: SampleFilter, seed: number): Steps<Permutation> {
    // What stands on samples changes with every label, so that a set made by it is never kept; it is small.
    const key = concernsStanding(filter) ? null : JSON.stringify([seed, filter]);
    const version = this.#filters.reader.corpusVersion();
    if (this.#kept && this.#kept.key === key && this.#kept.version === version) return this.#kept;
    const dealer = new Dealer();
    for (const { ids, shuffles } of this.#shuffled(yield* this.#filters.gather(filter))) {
      for (const [i, id] of ids.entries()) dealer.add(id, placeOf(shuffles[i] ?? 0, seed));
      yield [];
    }
    const made = yield* dealer.sorted();
    if (key !== null) this.#kept = { ...made, key, version };
    return made;
  }

  /** The members, or all samples, in any order, each with the number that it is shuffled by. */
  *#shuffled(members: Float64Array | null): Generator<{ ids: number[]; shuffles: number[] }> {
    const { reader } = this.#filters;
    if (members && this.#filters.few(members)) {
      const found = reader.rows<{ id: number; shuffle: number }>(
        'SELECT s.id, s.shuffle FROM json_each(?) w CROSS JOIN samples s ON s.id = w.value',
        JSON.stringify(Array.from(members)),
      );
      yield { ids: found.map(({ id }) => id), shuffles: found.map(({ shuffle }) => shuffle) };
    } else
      for (const { ids, shuffles } of byConfidence.pieces(reader, { shuffled: true })) {
        if (!members) yield { ids, shuffles };
        else {
          const kept = ids.map((id) => includes(members, id));
          yield { ids: ids.filter((_, i) => kept[i]), shuffles: shuffles.filter((_, i) => kept[i]) };
        }
      }
  }
}
