import type { CallOutput, LoopCounts } from '../../../../shared/contract/calls.ts';
import type { SampleFilter } from '../../../../shared/domain/browse.ts';
import type { Filters } from './filter.ts';
import type { Reader } from './source.ts';
import { queueOf, standings } from './standing.ts';
import type { Steps } from './steps.ts';

/** How many samples of a filter there are, have a verdict, and are skipped; the rest is left to do. */
export function* countSamples(filters: Filters, filter: SampleFilter): Steps<LoopCounts> {
  const labeled = yield* filters.standing(standings.labeled, queueOf(filter));
  const skipped = yield* filters.standing(standings.skipped, queueOf(filter));
  const members = yield* filters.gather(filter);
  if (members) return { total: members.length, labeled: common(members, labeled), skipped: common(members, skipped) };
  const total = filters.reader.value<number>('SELECT count(*) FROM samples') ?? 0;
  return { total, labeled: labeled.length, skipped: skipped.length };
}

/** How many ids two ascending lists share. */
function common(a: Float64Array, b: Float64Array): number {
  let count = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = (a[i] ?? 0) - (b[j] ?? 0);
    if (difference === 0) count++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return count;
}

type Facets = CallOutput<'samples.facets'>;

/** The values to filter by, the commonest first. Each is counted by one pass over its index. */
export class FacetCounts {
  readonly #reader: Reader;
  #kept: { version: number; facets: Facets } | null = null;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  *read(): Steps<Facets> {
    const version = this.#reader.corpusVersion();
    if (this.#kept?.version === version) return this.#kept.facets;
    const agents = this.#count('agent', 'samples INDEXED BY samples_by_agent');
    yield [];
    const intents = this.#count('intent', 'samples INDEXED BY samples_by_intent');
    yield [];
    const facets = { agents, intents, tags: this.#count('tag', 'sample_tags') };
    this.#kept = { version, facets };
    return facets;
  }

  #count(column: string, table: string): { value: string; count: number }[] {
    return this.#reader.rows<{ value: string; count: number }>(
      `SELECT ${column} AS value, count(*) AS count FROM ${table} WHERE ${column} IS NOT NULL
       GROUP BY ${column} ORDER BY count DESC, value`,
    );
  }
}
