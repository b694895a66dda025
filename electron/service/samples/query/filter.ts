import type { SampleFilter } from '../../../../shared/domain/browse.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { idsPerSecond } from '../id-seconds.ts';
import { byConfidence } from './column.ts';
import { IdList, Sorter } from './ids.ts';
import {
  afterAll,
  beforeAll,
  type Direction,
  type Reader,
  type Source,
  type Stretch,
  sourceIn,
  sourceOf,
} from './source.ts';
import { barred, type Condition, demanded, queueOf } from './standing.ts';
import type { Steps } from './steps.ts';
import { hiddenQueues, refuseSteering } from './team.ts';
import { type Match, readText, Words } from './text.ts';
import { walk } from './walk.ts';

/**
 * The samples that a filter lets through: those in every `include` (all samples where there is none) and in no
 * `exclude`, from the id `first` to before `end`.
 */
export type Members = { include: Source[]; exclude: Source[]; first: number; end: number };

/** A set that was gathered before. */
export function membersOf(ids: Float64Array): Members {
  return { include: [sourceOf(ids)], exclude: [], first: beforeAll + 1, end: afterAll };
}

/** Where the ids of samples stand in order, for each filter that an index answers. */
export const stretches = {
  // The narrowest table that has every sample: the full-text index keeps the length of each.
  all: { from: 'samples_text_docsize', id: 'id', where: 'true', params: [] } satisfies Stretch,
  agent: (agent: string): Stretch => column('agent', agent),
  intent: (intent: string | null): Stretch => column('intent', intent),
  conversation: (id: string): Stretch => ({ ...column('conversation', id), where: 'conversation_id IS ?' }),
  tag: (tag: string): Stretch => ({ from: 'sample_tags', id: 'id', where: 'tag = ?', params: [tag] }),
  // An assignment whose sample is not on this device has no id.
  queue: (queue: string): Stretch => ({
    from: 'assignments INDEXED BY assignments_by_queue',
    id: 'id',
    where: 'queue_id = ?',
    params: [queue],
  }),
  text: (expression: string): Stretch => ({
    from: 'samples_text',
    id: 'rowid',
    where: 'samples_text MATCH ?',
    params: [expression],
  }),
};

function column(name: 'agent' | 'intent' | 'conversation', value: string | null): Stretch {
  return { from: `samples INDEXED BY samples_by_${name}`, id: 'id', where: `${name} IS ?`, params: [value] };
}

/** Reads filters. What no index has in id order is gathered and sorted first. */
export class Filters {
  readonly reader: Reader;
  readonly #words: Words;

  constructor(reader: Reader) {
    this.reader = reader;
    this.#words = new Words(reader);
  }

  *members(filter: SampleFilter): Steps<Members> {
    const { queue, agent, intent, conversationId, tag, text, minConfidence, maxConfidence, from, to } = filter;
    refuseSteering(filter);
    const include: Source[] = [];
    const exclude: Source[] = [];
    const within = (stretch: Stretch) => include.push(sourceIn(this.reader, stretch));
    if (agent !== undefined) within(stretches.agent(agent));
    if (intent !== undefined) within(stretches.intent(intent));
    if (conversationId !== undefined) within(stretches.conversation(conversationId));
    if (tag !== undefined) within(stretches.tag(tag));
    if (queue !== undefined) within(stretches.queue(queue));
    for (const hidden of hiddenQueues(this.reader, filter))
      exclude.push(sourceIn(this.reader, stretches.queue(hidden)));
    if (text !== undefined && text.trim() !== '') {
      const { all, none } = readText(text);
      if (all.length > 0) include.push(this.#text(this.#words.match(all, 'AND')));
      if (none.length > 0) exclude.push(this.#text(this.#words.match(none, 'OR')));
      if (all.length === 0 && none.length === 0) include.push(sourceOf(new Float64Array()));
    }
    if (minConfidence !== undefined || maxConfidence !== undefined)
      include.push(sourceOf(yield* this.#confidence(minConfidence ?? 0, maxConfidence ?? 1)));
    const demand = demanded(filter);
    if (demand) include.push(sourceOf(yield* this.standing(demand, queueOf(filter))));
    for (const bar of barred(filter)) exclude.push(sourceOf(yield* this.standing(bar, queueOf(filter))));
    return {
      include,
      exclude,
      first: from === undefined ? beforeAll + 1 : firstIdAt(from),
      end: to === undefined ? afterAll : firstIdAt(to),
    };
  }

  /** Members in id order, strictly beyond `after`. */
  inIdOrder({ include, exclude, first, end }: Members, direction: Direction, after: number | null): Steps {
    const sources = { include: include.length > 0 ? include : [sourceIn(this.reader, stretches.all)], exclude };
    return direction === 'ascending'
      ? walk(sources, { direction, from: Math.max(first - 1, after ?? beforeAll), to: end })
      : walk(sources, { direction, from: Math.min(end, after ?? end), to: first - 1 });
  }

  /** Ascending ids of all that pass, or null when every sample does. */
  *gather(filter: SampleFilter): Steps<Float64Array | null> {
    const asksNothing = Object.values(filter).every((value) => value === undefined);
    if (asksNothing && hiddenQueues(this.reader, filter).length === 0) return null;
    const ids = new IdList();
    for (const piece of this.inIdOrder(yield* this.members(filter), 'ascending', null)) {
      ids.push(piece);
      yield [];
    }
    return ids.all();
  }

  /** True when members are so few that looking each up is quicker than reading an index of all samples through. */
  few(members: Float64Array): boolean {
    const samples = Number(this.reader.value<string>(`SELECT value FROM meta WHERE key = 'samples'`) ?? 0);
    return members.length <= 10_000 && members.length * 16 <= samples;
  }

  /** Ascending ids of the samples whose standing in a queue is so. */
  *standing({ sql, params }: Condition, queue: string): Steps<Float64Array> {
    const perStep = 4096;
    const ids = new Sorter();
    // Standings are never removed, so that their row numbers are dense.
    const last = this.reader.value<number | null>('SELECT max(rowid) FROM work.standings') ?? 0;
    for (let row = 1; row <= last; row += perStep) {
      ids.push(
        this.reader.column<number>(
          // By row number, whatever index has the queue: a step looks at so many rows and no more.
          `SELECT s.id FROM work.standings t NOT INDEXED CROSS JOIN samples s ON s.sample_id = t.sample_id
           WHERE t.rowid BETWEEN ? AND ? AND t.queue = ? AND ${sql}`,
          row,
          row + perStep - 1,
          queue,
          ...params,
        ),
      );
      yield [];
    }
    return ids.sorted();
  }

  *#confidence(min: number, max: number): Steps<Float64Array> {
    const ids = new Sorter();
    if (min > max) return ids.sorted();
    for (const piece of byConfidence.pieces(this.reader, { after: byConfidence.start(min), most: max })) {
      ids.push(piece.ids);
      yield [];
    }
    return ids.sorted();
  }

  #text({ expression, streams }: Match): Source {
    const source = sourceIn(this.reader, stretches.text(expression));
    return streams ? source : sourceOf(Float64Array.from(source.read('ascending', beforeAll, afterAll)));
  }
}

/** The first id that a sample of this moment can have. Ids, and so the bounds of time, know whole seconds. */
function firstIdAt(moment: string): number {
  const ms = Date.parse(moment);
  if (!Number.isNaN(ms)) return Math.max(0, Math.floor(ms / 1000) * idsPerSecond);
  throw new AssayError({
    kind: 'invalid-input',
    message: `“${moment}” is not a date.`,
    safe: 'Nothing was changed.',
    remedy: 'Write a date as in 2026-09-01 or 2026-09-01T08:00:00Z.',
  });
}
