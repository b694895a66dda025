import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { AssayError, type ErrorKind } from '../../../shared/errors.ts';
import {
  type Cursors,
  type LabelRow,
  labelRowSchema,
  type ReceiptRow,
  type Role,
  roles,
} from '../../../shared/sync/feeds.ts';
import type { Epoch } from '../../../shared/sync/protocol.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { FeedWriter } from './apply.ts';
import { BeforeRestore } from './before-restore.ts';
import { CursorTable } from './cursors.ts';
import { EpochKeeper, type Proposal } from './epoch.ts';
import { stopped } from './failures.ts';
import { countRows, type FeedPage, type FeedRows } from './page.ts';
import { PageSize } from './page-size.ts';
import type { Server } from './server.ts';
import { Settled } from './settled.ts';
import { Sweep } from './sweep.ts';
import { TeamSamples } from './team-samples.ts';

/** What a page means for the one who asked for it, before it is stored. */
export type PageNews = {
  /** The server is not the one that the rows here came from, or this member has another role: begin a sweep. */
  anew: 'restored' | 'role' | null;
  rows: number;
  more: boolean;
  serverTime: string;
  /**
   * Own labels on what another device of this member has labeled too; and what became of operations of this one. They are
   * told before the cursor passes them.
   */
  labels: LabelRow[];
  receipts: ReceiptRow[];
  /** Samples, and comparisons of such, that nobody may keep anything of. */
  erased: string[];
  me: FeedPage['me'];
};

/** A page may be more than the server can read in its time, or put together at all. */
const tooMuch: readonly ErrorKind[] = ['server-busy', 'invalid-input'];

const roleSchema = z.enum(roles);

/** `settled`: until when everything is here, by the server's clock, where the answer tells. */
export type Probe = { news: boolean; serverTime: string; settled: string | null };
export type Stored = { rows: number; unreadable: number; settled: string | null };

/**
 * Brings the server's feeds into corpus.db, page by page. Its owner decides when: it may ask for a page while the one
 * before is stored.
 */
export class Puller {
  readonly #db: Connection;
  readonly #server: Server;
  readonly #device: string;
  readonly #memberId: string;
  readonly #meta: Meta;
  readonly #cursors: CursorTable;
  readonly #epoch: EpochKeeper;
  /** Told by an answer that does not go on from the rows here; a sweep goes on from it. */
  #restored: Epoch | null = null;
  /** Told by one that goes on for another role than theirs; a sweep is for that one. */
  #otherRole: Role | null = null;
  readonly #sweep: Sweep;
  readonly #beforeRestore: BeforeRestore;
  readonly #size = new PageSize();
  readonly #settled = new Settled();
  readonly #metBefore;
  readonly #begin;
  readonly #commit;
  /** Counted once for each right to write: nobody else adds samples meanwhile. */
  #samples: TeamSamples | null = null;
  #waiting: FeedPage[] = [];
  /** Counts resets: what was asked for before one is not taken after it. */
  #resets = 0;
  /** Where the newest page that came ends, and for which role it is; null: as the stored ones. */
  #ahead: { cursors: Cursors; role: Role } | null = null;
  #reached: string | null = null;

  /** @param db corpus.db, NORMAL; written only while its owner has the right to (see `Exchange`) */
  constructor(db: Connection, server: Server, device: string, memberId: string) {
    this.#db = db;
    this.#server = server;
    this.#device = device;
    this.#memberId = memberId;
    this.#meta = new Meta(db);
    this.#cursors = new CursorTable(db);
    this.#epoch = new EpochKeeper(this.#meta);
    this.#sweep = new Sweep(db);
    this.#beforeRestore = new BeforeRestore(db);
    this.#metBefore = db
      .prepare<[{ queue_id: string; sample_id: string; member_id: string; device_id: string }], number>(
        `SELECT 1 FROM team_labels WHERE sample_id = @sample_id AND queue_id = @queue_id AND member_id = @member_id
         AND json_extract(body, '$.device_id') <> @device_id LIMIT 1`,
      )
      .pluck();
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
  }

  /** By which the rows here were chosen; null before any. */
  get role(): Role | null {
    return roleSchema.nullable().parse(this.#meta.get('role'));
  }

  /** Up to which watermark everything is stored; null when that is not known, or somebody else may have written since. */
  get reached(): string | null {
    return this.#reached;
  }

  get sweeping(): boolean {
    return this.#sweep.running;
  }

  /** Looks whether there is anything new, and writes nothing, neither here nor there. */
  async probe(token: string): Promise<Probe> {
    const cursors = this.#cursors.read();
    const { page } = await this.#server.pull(token, {
      device: this.#device,
      known: null,
      nonce: null,
      cursors,
      page: 1,
    });
    const news = countRows(page.rows) > 0 || page.more || this.#anew(page) !== null;
    const settled = news ? null : this.#settled.heard(page);
    // That everything has come for the first time is to be written down, which a pull does.
    const first = settled !== null && this.#meta.get('settled_until') === null;
    return { news: news || first, serverTime: page.server_time, settled };
  }

  /** Asks for the next page and keeps it until it is stored. */
  async fetch(token: string): Promise<PageNews> {
    const resets = this.#resets;
    const proposal = this.#epoch.propose();
    const page = await this.#pull(token, proposal);
    if (resets !== this.#resets) throw stopped();
    const anew = this.#anew(page);
    if (anew === 'restored') this.#restored = page.epoch;
    if (anew === 'role') this.#otherRole = page.me.role;
    if (anew === null) {
      if (!this.#epoch.answered(proposal, page.epoch)) return this.fetch(token);
      this.#waiting.push(page);
      this.#ahead = { cursors: { ...this.#ahead?.cursors, ...page.cursors }, role: page.me.role };
    }
    return {
      anew,
      rows: countRows(page.rows),
      more: page.more,
      serverTime: page.server_time,
      labels: this.#ownLabels(page),
      receipts: page.rows.receipts,
      erased: erasedIn(page.rows),
      me: page.me,
    };
  }

  /** How many rows there are behind the newest page that came. */
  remaining(token: string): Promise<number> {
    return this.#server.remaining(token, this.#device, this.#ahead?.cursors ?? this.#cursors.read());
  }

  /** Stores the oldest page that came: its rows, and how far they reach, in one transaction. */
  async store(): Promise<Stored> {
    const page = this.#waiting.shift();
    if (!page) throw new Error('there is no page to store');
    const samples = this.#samples ?? new TeamSamples(this.#db, this.#memberId);
    this.#samples = samples;
    const { role } = page.me;
    const writer = new FeedWriter(this.#db, { memberId: this.#memberId, role }, samples);
    const settled = page.more ? null : this.#settled.heard(page);
    this.#begin.run();
    try {
      for (const _ of writer.apply(page.rows, this.#sweep.running)) await turn();
      samples.flush();
      this.#cursors.save(page.cursors);
      this.#epoch.save();
      this.#meta.set('role', role);
      if (settled !== null) this.#meta.set('settled_until', settled);
      this.#commit.run();
      this.#reached = page.more ? null : page.watermark;
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      this.reset();
      throw error;
    }
    return { rows: countRows(page.rows), unreadable: writer.unreadable, settled };
  }

  /** Forgets what came and was not stored, and what is known of the file: somebody else may write it from here on. */
  reset(): void {
    this.#resets++;
    this.#waiting = [];
    this.#ahead = null;
    this.#samples = null;
    this.#reached = null;
  }

  beginSweep(): void {
    this.reset();
    const role = this.#otherRole ?? this.role;
    this.#sweep.begin(() => {
      if (role !== 'lead') this.#beforeRestore.forget();
      else if (this.#restored) this.#beforeRestore.remember();
    });
    // Behind the sweep: in between, the next answer would only tell the same again.
    if (this.#restored) this.#epoch.adopt(this.#restored);
    if (this.#otherRole) this.#meta.set('role', this.#otherRole);
    this.#restored = null;
    this.#otherRole = null;
    this.#settled.forget();
  }

  /** Behind the last page of a sweep: asks what the server keeps back, so that it is not taken for gone. */
  async settleSweep(token: string): Promise<void> {
    if (this.#reached === null) throw new Error('there is no watermark that the sweep has reached');
    this.#sweep.acquit(await this.#server.unsettled(token, this.#reached));
  }

  endSweep(): void {
    this.#sweep.end(this.#samples ?? new TeamSamples(this.#db, this.#memberId));
  }

  /** This member is none any more: a sweep in which nothing comes. What a later membership is given is pulled anew. */
  leave(): void {
    this.beginSweep();
    this.#beforeRestore.forget();
    this.endSweep();
    this.reset();
  }

  async #pull(token: string, proposal: Proposal): Promise<FeedPage> {
    for (;;) {
      const cursors = this.#ahead?.cursors ?? this.#cursors.read();
      const started = performance.now();
      const { rows } = this.#size;
      try {
        const request = { device: this.#device, ...proposal, cursors, page: rows };
        const { page, bytes } = await this.#server.pull(token, request);
        const largest = Math.max(...Object.values(page.rows).map((feed) => feed.length));
        this.#size.came({ rows: largest, bytes, ms: performance.now() - started });
        return page;
      } catch (error) {
        if (!(error instanceof AssayError && tooMuch.includes(error.kind) && this.#size.halve())) throw error;
      }
    }
  }

  #anew({ epoch, me }: FeedPage): PageNews['anew'] {
    if (!this.#epoch.continues(epoch)) return 'restored';
    return (this.#ahead?.role ?? this.role ?? me.role) === me.role ? null : 'role';
  }

  #ownLabels({ rows }: FeedPage): LabelRow[] {
    const own = rows.labels.filter((row) => row.member_id === this.#memberId);
    const met = new Set(own.filter((row) => row.device_id !== this.#device).map(unitOf));
    return own.flatMap((row) => {
      if (!met.has(unitOf(row)) && !this.#metBefore.get({ ...namesOf(row), device_id: this.#device })) return [];
      return labelRowSchema.safeParse(row).data ?? [];
    });
  }
}

/** A judge is not told which sample an item is of, and forgets it by the name of their comparison. */
function erasedIn({ samples, comparisons }: FeedRows): string[] {
  return [
    ...samples.flatMap(({ sample_id, row }) => (row === null ? [sample_id] : [])),
    ...comparisons.flatMap(({ comparison_id, state }) => (state === 'erased' ? [comparison_id] : [])),
  ];
}

type Names = { queue_id: string; sample_id: string; member_id: string };

function namesOf({ queue_id, sample_id, member_id }: Names): Names {
  return { queue_id, sample_id, member_id };
}

function unitOf({ queue_id, sample_id }: { queue_id: string; sample_id: string }): string {
  return `${queue_id} ${sample_id}`;
}
