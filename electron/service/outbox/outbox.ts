import { hash } from 'node:crypto';
import { type Op, type OpKind, type OpResult, opResultSchema } from '../../../shared/sync/protocol.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** What an operation says, without what the outbox adds. */
export type OpBody = DistributiveOmit<Op, 'op_id' | 'seq' | 'hash' | 'at'>;

/** An operation with its id and time, as it was recorded. */
export type Told = { id: string; body: OpBody; at: string };

/** Kinds that their features keep. The rest is kept in `told`, for a server that loses it. */
const keptElsewhere: readonly OpKind[] = ['label', 'question', 'splits', 'evaluation_item'];

/** A question and the sample that it is about: a ruling names the question alone. */
export type AskedAbout = { questionId: string; sampleId: string };

export type OutboxRow = { seq: number; op_id: string; body: string; hash: string; at: string };
export type Rejected = OutboxRow & { result: OpResult };
export type OutboxCounts = { waiting: number; acknowledged: number; rejected: number };

/**
 * Local operations that the team's server has not confirmed. Nothing here knows what they mean.
 *
 * An operation waits, is acknowledged by a receipt, and is removed when the feed shows it back: a server that is restored
 * from a backup between the two is sent it again. What was rejected stays until a person has dealt with it. No error of
 * any kind removes an operation; the erasure of its sample does.
 */
export class Outbox {
  readonly #meta: Meta;
  readonly #add;
  readonly #keep;
  readonly #unkeep;
  readonly #settle;
  readonly #again;
  readonly #confirm;
  readonly #reset;
  readonly #drop;
  readonly #letGo;
  readonly #about;
  readonly #last;
  readonly #behind;
  readonly #counted;
  readonly #db: Connection;

  /** @param db work.db, FULL: its only writer */
  constructor(db: Connection) {
    this.#db = db;
    this.#meta = new Meta(db);
    this.#add = db.prepare('INSERT INTO outbox (op_id, account, body, hash, at) VALUES (?, ?, ?, ?, ?)');
    this.#keep = db.prepare('INSERT OR IGNORE INTO told (op_id, body, at) VALUES (?, ?, ?)');
    this.#unkeep = db.prepare('DELETE FROM told WHERE op_id IN (SELECT value FROM json_each(?))');
    this.#settle = db.prepare(
      `UPDATE outbox SET state = ?, answer = ? WHERE op_id = ? AND account = ? AND state = 'waiting'`,
    );
    this.#again = db.prepare(
      `UPDATE outbox SET state = 'waiting', answer = NULL
       WHERE op_id IN (SELECT value FROM json_each(?)) AND state = 'rejected'`,
    );
    // In whatever state: the answer to a push may have been lost, and then the feed is the first to tell.
    this.#confirm = db.prepare('DELETE FROM outbox WHERE op_id IN (SELECT value FROM json_each(?))');
    this.#reset = db.prepare(`UPDATE outbox SET state = 'waiting', answer = NULL WHERE state = 'acknowledged'`);
    this.#last = db.prepare<[], number>(`SELECT seq FROM sqlite_sequence WHERE name = 'outbox'`).pluck();
    this.#behind = db.prepare(`UPDATE outbox SET seq = seq + ? WHERE state = 'waiting' AND seq <= ?`);
    this.#counted = db.prepare(
      `UPDATE sqlite_sequence SET seq = max(?, (SELECT max(seq) FROM outbox)) WHERE name = 'outbox'`,
    );
    this.#about = db.prepare<
      [{ sampleIds: string; asked: string }],
      { opId: string; sampleId: string; state: keyof OutboxCounts | null }
    >(
      `WITH asked AS (
         SELECT value ->> 'questionId' AS question_id, value ->> 'sampleId' AS sample_id FROM json_each(@asked)
       )
       SELECT op_id AS opId, state, about AS sampleId FROM (
         SELECT op_id, state, coalesce(body ->> 'sample_id', body ->> 'comparison_id',
           (SELECT sample_id FROM asked WHERE question_id = body ->> 'question_id')) AS about
         FROM (SELECT op_id, state, body FROM outbox UNION ALL SELECT op_id, NULL, body FROM told))
       WHERE about IN (SELECT value FROM json_each(@sampleIds))`,
    );
    this.#drop = db.prepare(`DELETE FROM outbox WHERE op_id = ? AND state = 'rejected'`);
    this.#letGo = db.prepare('INSERT OR IGNORE INTO let_go (op_id) VALUES (?)');
  }

  /** The account that this workspace works for; null in a workspace of one's own. */
  get account(): string | null {
    return this.#meta.get('account');
  }

  /**
   * Records an operation, in the transaction of the effect that it tells. In a workspace of one's own there is nobody to
   * tell: connecting it later adds what was done until then.
   */
  add(opId: string, body: OpBody, at: string): void {
    const { account } = this;
    if (account === null) return;
    const text = JSON.stringify(body);
    this.#add.run(opId, account, text, hash('sha256', text), at);
    if (!keptElsewhere.includes(body.kind)) this.#keep.run(opId, text, at);
  }

  /** Records what the server answered, in one transaction. An answer to what is no longer waiting changes nothing. */
  settle(account: string, results: readonly OpResult[]): void {
    this.#db
      .transaction(() => {
        for (const result of results) {
          const state = result.status === 'rejected' ? 'rejected' : 'acknowledged';
          this.#settle.run(state, JSON.stringify(result), result.op_id, account);
        }
      })
      .immediate();
  }

  /** The feed has shown these back: they are on the server, and everything that was asked of this device is done. */
  confirm(opIds: readonly string[]): void {
    this.#confirm.run(JSON.stringify(opIds));
  }

  /** The server is not the one that acknowledged these: they are sent again, under their old ids. */
  sendAgain(): void {
    this.#reset.run();
  }

  /**
   * Records operations that were confirmed once and are lost, before all that waits: their order tells the server which of
   * two on the same thing is the later one. What waits is counted anew behind them; sent before, it is known by its id.
   */
  tellFirst(lost: readonly Told[]): void {
    const { account } = this;
    if (account === null || lost.length === 0) return;
    this.#db
      .transaction(() => {
        const last = this.#last.get() ?? 0;
        for (const { id, body, at } of lost) this.add(id, body, at);
        const moved = this.#last.get() ?? 0;
        this.#behind.run(moved, last);
        this.#counted.run(this.#last.get() ?? 0);
      })
      .immediate();
  }

  /**
   * Forgets what is to be told about samples, or comparisons of such, that are erased: the server would refuse it, and
   * nobody may keep it.
   *
   * @returns of each sample that had any, how many operations the server had never taken
   */
  forget(sampleIds: readonly string[], asked: readonly AskedAbout[]): Map<string, number> {
    const found = this.#about.all({ sampleIds: JSON.stringify(sampleIds), asked: JSON.stringify(asked) });
    const opIds = JSON.stringify(found.map(({ opId }) => opId));
    this.#confirm.run(opIds);
    this.#unkeep.run(opIds);
    const unsent = new Map<string, number>();
    for (const { sampleId, state } of found)
      unsent.set(sampleId, (unsent.get(sampleId) ?? 0) + (state === 'waiting' || state === 'rejected' ? 1 : 0));
    return unsent;
  }

  /** Sends rejected operations again, as they were. */
  retry(opIds: readonly string[]): void {
    this.#again.run(JSON.stringify(opIds));
  }

  /** A person has read why this was rejected, and lets it go. What it told stays in its own table. */
  dismiss(opId: string): void {
    this.#db
      .transaction(() => {
        if (this.#drop.run(opId).changes === 0) return;
        this.#letGo.run(opId);
        this.#unkeep.run(JSON.stringify([opId]));
      })
      .immediate();
  }
}

export type ToldRow = { seq: number; op_id: string; body: string; at: string };

/** Reads the outbox, beside its writer and from any thread. */
export class OutboxReader {
  readonly #next;
  readonly #rejected;
  readonly #counts;
  readonly #state;

  constructor(db: Connection) {
    this.#state = db.prepare<[string], keyof OutboxCounts>('SELECT state FROM outbox WHERE op_id = ?').pluck();
    this.#next = db.prepare<[string, number, number], OutboxRow>(
      `SELECT seq, op_id, body, hash, at FROM outbox WHERE state = 'waiting' AND account = ? AND seq > ?
       ORDER BY seq LIMIT ?`,
    );
    this.#rejected = db.prepare<[], OutboxRow & { answer: string }>(
      `SELECT seq, op_id, body, hash, at, answer FROM outbox WHERE state = 'rejected' ORDER BY seq`,
    );
    this.#counts = db.prepare<[], { state: keyof OutboxCounts; count: number }>(
      'SELECT state, count(*) AS count FROM outbox GROUP BY state',
    );
  }

  /** The next operations to send, oldest first, at most `rows` and about `bytes` of them, but always one. */
  next(account: string, after: number, rows: number, bytes: number): OutboxRow[] {
    const found = this.#next.all(account, after, rows);
    let size = 0;
    const fits = found.findIndex(({ body }) => {
      size += body.length;
      return size > bytes;
    });
    return fits < 0 ? found : found.slice(0, Math.max(1, fits));
  }

  /** Where an operation is; null for what was confirmed, or never had to be told. */
  stateOf(opId: string): keyof OutboxCounts | null {
    return this.#state.get(opId) ?? null;
  }

  rejected(): Rejected[] {
    return this.#rejected
      .all()
      .map(({ answer, ...row }) => ({ ...row, result: opResultSchema.parse(JSON.parse(answer)) }));
  }

  counts(): OutboxCounts {
    const counts: OutboxCounts = { waiting: 0, acknowledged: 0, rejected: 0 };
    for (const { state, count } of this.#counts.all()) counts[state] = count;
    return counts;
  }
}
