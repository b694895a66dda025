import { hash } from 'node:crypto';
import { type SampleRow, sampleRowSchema } from '../../../shared/domain/sample.ts';
import { legacyVerdict } from '../../../shared/rules/legacy.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { idsPerSecond } from './id-seconds.ts';

/** 2106: the product of second and counter stays a safe integer, and no support conversation is older than 1970. */
const endOfTime = 2 ** 32;

/** The second that orders a sample, or null when `created_at` lies outside what an id can hold (1970 to 2106). */
export function secondOf(createdAt: string): number | null {
  const second = Math.floor(Date.parse(createdAt) / 1000);
  return second >= 0 && second < endOfTime ? second : null;
}

function orderOf({ sampleId, createdAt }: PreparedSample): number {
  const second = secondOf(createdAt);
  if (second === null) throw new RangeError(`created_at of sample ${sampleId} is outside 1970 to 2106`);
  return second;
}

/** What is stored of a row: its columns, and the row itself as JSON with every key that came with it. */
export type PreparedSample = {
  sampleId: string;
  /** False when the row has no time of its own, and `created_at` was made up for it. */
  dated: boolean;
  createdAt: string;
  agent: string;
  intent: string | null;
  conversationId: string | null;
  confidence: number | null;
  legacy: boolean;
  tags: readonly string[];
  query: string;
  response: string;
  body: string;
};

/** Prepares a row for storing. Rows that say the same, in whatever layout they came, have equal bodies. */
export function prepareSample(row: SampleRow, dated: boolean): PreparedSample {
  return {
    sampleId: row.sample_id,
    dated,
    createdAt: row.created_at,
    agent: row.source.agent_name,
    intent: row.query.intent ?? null,
    conversationId: row.source.conversation_id ?? null,
    confidence: row.agent_response.confidence ?? null,
    legacy: legacyVerdict(row.human_feedback ?? null, row.training_flags?.quality_reviewed ?? false) !== null,
    tags: row.tags ?? [],
    query: row.query.text,
    response: row.agent_response.text,
    body: JSON.stringify(row),
  };
}

export type StoredSample = { id: number; body: string };
export type Written = { id: number; outcome: 'inserted' | 'updated' | 'unchanged' };

/**
 * The sample as it compares with what is stored: one without a time of its own keeps the time that it was given first,
 * so that meeting it again is no change.
 */
export function redated(sample: PreparedSample, stored: StoredSample | null): PreparedSample {
  if (sample.dated || !stored) return sample;
  const { created_at } = sampleRowSchema.parse(JSON.parse(stored.body));
  const row = { ...sampleRowSchema.parse(JSON.parse(sample.body)), created_at };
  return { ...sample, createdAt: created_at, body: JSON.stringify(row) };
}

/** FNV-1a with murmur3's finaliser: a stable, well-mixed 32-bit number for the random order. */
export function shuffleOf(sampleId: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < sampleId.length; i++) h = Math.imul(h ^ sampleId.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Merges the full-text index into one piece: until then it keeps the words of samples that were removed. */
export function optimizeTexts(db: Connection): void {
  db.exec(`INSERT INTO samples_text (samples_text) VALUES ('optimize')`);
}

/**
 * The one writer of samples. It keeps together what belongs together: the row, its tags, its full-text entry and the
 * number of samples. Labels live in another file and refer to `sample_id`, which never changes.
 *
 * Its caller holds a transaction, in which it puts any number of samples and flushes once before it commits.
 */
export class CorpusWriter {
  readonly #statements;
  readonly #meta: Meta;
  #count: number;
  readonly #texts = new Map<number, { query: string; response: string }>();

  constructor(db: Connection) {
    this.#meta = new Meta(db);
    // Counted once and then kept: a count that went wrong is right again after the next write.
    this.#count = db.prepare<[], number>('SELECT count(*) FROM samples').pluck().get() ?? 0;
    this.#statements = {
      find: db.prepare<[string], StoredSample>('SELECT id, body FROM samples WHERE sample_id = ?'),
      lastIn: db
        .prepare<[number, number], number>('SELECT id FROM samples WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1')
        .pluck(),
      insert: db.prepare(
        `INSERT INTO samples (id, sample_id, created_at, agent, intent, conversation_id, confidence, legacy, shuffle,
           response_hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      remove: db.prepare('DELETE FROM samples WHERE id = ?'),
      insertText: db.prepare('INSERT INTO samples_text (rowid, query, response) VALUES (?, ?, ?)'),
      removeText: db.prepare('DELETE FROM samples_text WHERE rowid = ?'),
      insertTag: db.prepare('INSERT OR IGNORE INTO sample_tags (tag, id) VALUES (?, ?)'),
      removeTags: db.prepare('DELETE FROM sample_tags WHERE id = ?'),
      // Other members' assignments, and those that hold nothing here, have none.
      holdAt: db.prepare('UPDATE assignments SET id = ? WHERE sample_id = ? AND id IS NOT NULL'),
    };
  }

  find(sampleId: string): StoredSample | null {
    return this.#statements.find.get(sampleId) ?? null;
  }

  /**
   * Stores a sample in the place of what `find` gave for it.
   *
   * A sample keeps its id for as long as its `created_at` keeps its second; moved in time, it gets a new id, because
   * ids are the time order. Whatever moved it, the queues in which it is assigned find it under that.
   */
  put(sample: PreparedSample, stored: StoredSample | null): Written {
    if (stored?.body === sample.body) return { id: stored.id, outcome: 'unchanged' };
    const second = orderOf(sample);
    if (!stored) {
      this.#count++;
      return { id: this.#insert(this.#nextId(second), sample), outcome: 'inserted' };
    }
    this.#remove(stored.id);
    const stays = Math.floor(stored.id / idsPerSecond) === second;
    const id = this.#insert(stays ? stored.id : this.#nextId(second), sample);
    if (!stays) this.#statements.holdAt.run(id, sample.sampleId);
    return { id, outcome: 'updated' };
  }

  /** Takes a sample away: its row, its tags and its full-text entry. */
  remove(stored: StoredSample): void {
    this.#remove(stored.id);
    this.#count--;
  }

  /** Indexes the texts by ascending id: FTS5 writes out what it has gathered whenever ids step back. */
  flush(): void {
    const texts = [...this.#texts].sort(([a], [b]) => a - b);
    this.#texts.clear();
    for (const [id, { query, response }] of texts) this.#statements.insertText.run(id, query, response);
    this.#meta.set('samples', String(this.#count));
  }

  /** The next free id at or after a second; a second that is full runs over into the one after it. */
  #nextId(second: number): number {
    const first = second * idsPerSecond;
    const end = first + idsPerSecond - 1;
    const last = this.#statements.lastIn.get(first, end);
    if (last === end) return this.#nextId(second + 1);
    return last === undefined ? first : last + 1;
  }

  #insert(id: number, sample: PreparedSample): number {
    const { insert, insertTag } = this.#statements;
    const { query, response } = sample;
    insert.run(
      id,
      sample.sampleId,
      new Date(Date.parse(sample.createdAt)).toISOString(),
      sample.agent,
      sample.intent,
      sample.conversationId,
      sample.confidence,
      sample.legacy ? 1 : 0,
      shuffleOf(sample.sampleId),
      hash('sha256', response),
      sample.body,
    );
    for (const tag of sample.tags) insertTag.run(tag, id);
    this.#texts.set(id, { query, response });
    return id;
  }

  #remove(id: number): void {
    const { remove, removeText, removeTags } = this.#statements;
    remove.run(id);
    removeTags.run(id);
    // Put and replaced in one transaction, it has not been indexed yet.
    if (!this.#texts.delete(id)) removeText.run(id);
  }
}
