import { hash } from 'node:crypto';
import type { SampleRow } from '../../../shared/domain/sample.ts';
import { legacyVerdict } from '../../../shared/rules/legacy.ts';
import { type Connection, openWritable } from '../store/database.ts';
import { Meta } from '../store/meta.ts';

/** Ids of one second: see the migration that makes `samples`. */
const idsPerSecond = 2 ** 20;
/** 2106: the product of second and counter stays a safe integer, and no support conversation is older than 1970. */
const endOfTime = 2 ** 32;

/** Opens corpus.db for writing in bulk: with room for the pages of its indexes, which are written all over. */
export function openCorpus(file: string): Connection {
  const db = openWritable(file, 'normal');
  db.pragma('cache_size = -65536');
  db.pragma('temp_store = MEMORY');
  return db;
}

/** The second that orders a sample, or null when `created_at` lies outside what an id can hold (1970 to 2106). */
export function secondOf(createdAt: string): number | null {
  const second = Math.floor(Date.parse(createdAt) / 1000);
  return second >= 0 && second < endOfTime ? second : null;
}

/** A row ready to be stored. Its body is the row as JSON with every key that came with it. */
export type PreparedSample = { row: SampleRow; second: number; body: string; bodyHash: string };

/**
 * Prepares a row for storing: rows that say the same have equal hashes.
 *
 * @param dated false when `created_at` was not in the row but made up for it: then it is no part of what the row says,
 *   and the same row met again at another time is the same
 * @throws RangeError when `created_at` has no second: a reader refuses such rows
 */
export function prepareSample(row: SampleRow, dated: boolean): PreparedSample {
  const second = secondOf(row.created_at);
  if (second === null) throw new RangeError(`created_at of sample ${row.sample_id} is outside 1970 to 2106`);
  const body = JSON.stringify(row);
  const said = dated ? body : JSON.stringify({ ...row, created_at: null });
  return { row, second, body, bodyHash: hash('sha256', said) };
}

export type StoredSample = { id: number; body_hash: string };
export type Entry = { sample: PreparedSample; stored: StoredSample | null };
export type Outcome = 'inserted' | 'updated' | 'unchanged';
export type Written = { id: number; outcome: Outcome };

/** FNV-1a with murmur3's finaliser: a stable, well-mixed 32-bit number for the random order. */
export function shuffleOf(sampleId: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < sampleId.length; i++) h = Math.imul(h ^ sampleId.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

export function isLegacy(row: SampleRow): boolean {
  return legacyVerdict(row.human_feedback ?? null, row.training_flags?.quality_reviewed ?? false) !== null;
}

/**
 * The one writer of samples. It keeps together what belongs together: the row, its tags, its full-text entry and the
 * number of samples. Labels live in another file and refer to `sample_id`, which never changes.
 */
export class CorpusWriter {
  readonly #statements;
  readonly #meta: Meta;
  #count: number;

  constructor(db: Connection) {
    this.#meta = new Meta(db);
    // Counted once and then kept: a count that went wrong is right again after the next write.
    this.#count = db.prepare<[], number>('SELECT count(*) FROM samples').pluck().get() ?? 0;
    const columns = `created_at, agent, intent, conversation_id, confidence, legacy, shuffle, response_hash, body_hash,
      body`;
    this.#statements = {
      find: db.prepare<[string], StoredSample>('SELECT id, body_hash FROM samples WHERE sample_id = ?'),
      lastIn: db
        .prepare<[number, number], number>('SELECT id FROM samples WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1')
        .pluck(),
      insert: db.prepare(`INSERT INTO samples (id, sample_id, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
      remove: db.prepare('DELETE FROM samples WHERE id = ?'),
      insertText: db.prepare('INSERT INTO samples_text (rowid, query, response) VALUES (?, ?, ?)'),
      removeText: db.prepare('DELETE FROM samples_text WHERE rowid = ?'),
      insertTag: db.prepare('INSERT OR IGNORE INTO sample_tags (tag, id) VALUES (?, ?)'),
      removeTags: db.prepare('DELETE FROM sample_tags WHERE id = ?'),
    };
  }

  find(sampleId: string): StoredSample | null {
    return this.#statements.find.get(sampleId) ?? null;
  }

  /**
   * Stores samples, each of them once, inside a transaction that the caller holds.
   *
   * A sample keeps its id for as long as its `created_at` keeps its second; moved in time, it gets a new id, because
   * ids are the time order. Rows go in by ascending id: FTS5 flushes what it has gathered whenever ids step back.
   */
  write(entries: readonly Entry[]): Written[] {
    const last = new Map<number, number>();
    const removed: number[] = [];
    const put: { id: number; sample: PreparedSample }[] = [];
    let inserted = 0;
    const written = entries.map(({ sample, stored }): Written => {
      if (stored?.body_hash === sample.bodyHash) return { id: stored.id, outcome: 'unchanged' };
      if (stored) removed.push(stored.id);
      else inserted++;
      const stays = stored && Math.floor(stored.id / idsPerSecond) === sample.second;
      const id = stays ? stored.id : this.#nextId(sample.second, last);
      put.push({ id, sample });
      return { id, outcome: stored ? 'updated' : 'inserted' };
    });
    for (const id of removed.sort((a, b) => a - b)) this.#remove(id);
    for (const { id, sample } of put.sort((a, b) => a.id - b.id)) this.#insert(id, sample);
    if (inserted > 0) {
      this.#count += inserted;
      this.#meta.set('samples', String(this.#count));
    }
    return written;
  }

  /** The next free id at or after a second; a second that is full runs over into the one after it. */
  #nextId(second: number, last: Map<number, number>): number {
    const first = second * idsPerSecond;
    const end = first + idsPerSecond - 1;
    const taken = last.get(second) ?? this.#statements.lastIn.get(first, end);
    if (taken === end) return this.#nextId(second + 1, last);
    const id = taken === undefined ? first : taken + 1;
    last.set(second, id);
    return id;
  }

  #insert(id: number, { row, body, bodyHash }: PreparedSample): void {
    const { insert, insertText, insertTag } = this.#statements;
    const response = row.agent_response.text;
    insert.run(
      id,
      row.sample_id,
      new Date(Date.parse(row.created_at)).toISOString(),
      row.source.agent_name,
      row.query.intent ?? null,
      row.source.conversation_id ?? null,
      row.agent_response.confidence ?? null,
      isLegacy(row) ? 1 : 0,
      shuffleOf(row.sample_id),
      hash('sha256', response),
      bodyHash,
      body,
    );
    for (const tag of row.tags ?? []) insertTag.run(tag, id);
    insertText.run(id, row.query.text, response);
  }

  #remove(id: number): void {
    const { remove, removeText, removeTags } = this.#statements;
    remove.run(id);
    removeTags.run(id);
    removeText.run(id);
  }
}
