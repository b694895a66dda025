import { randomUUID } from 'node:crypto';
import { vi } from 'vitest';
import { Outbox } from '../../../electron/service/outbox/outbox.ts';
import { CursorTable } from '../../../electron/service/sync/cursors.ts';
import { EpochKeeper } from '../../../electron/service/sync/epoch.ts';
import { offline } from '../../../electron/service/sync/failures.ts';
import type { FeedRows } from '../../../electron/service/sync/page.ts';
import { Server } from '../../../electron/service/sync/server.ts';
import { TeamSamples } from '../../../electron/service/sync/team-samples.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { RunSql } from '../../backend/migrate.ts';
import { TestDevice } from './device.ts';

/** A sync that is wrong in one way, as others are, and the invariant that it breaks. */
export type Broken = {
  invariant: number;
  /** What this sync does. */
  what: string;
  /** Only a server that is set back shows it. */
  restorable?: true;
  /** Makes it so; spies end with the test, and the database too. */
  apply: (sql: RunSql) => void | Promise<void>;
};

/** Replaces a piece of a function of the server. */
async function rewrite(sql: RunSql, name: string, piece: string, by: string): Promise<void> {
  const [found] = await sql(`select pg_get_functiondef('${name}'::regproc) as text`);
  const text = String(found?.['text']);
  if (!text.includes(piece)) throw new Error(`${name} has no piece “${piece}”`);
  await sql(text.replace(piece, by));
}

const { push, pull } = Server.prototype;
const { read, save } = CursorTable.prototype;
const { put } = TeamSamples.prototype;
const { settle, sendAgain } = Outbox.prototype;
const { exchange } = TestDevice.prototype;

const noRows: FeedRows = {
  members: [],
  rubrics: [],
  queues: [],
  samples: [],
  assignments: [],
  labels: [],
  questions: [],
  adjudications: [],
  datasets: [],
  splits: [],
  experiments: [],
  outcomes: [],
  active_models: [],
  evaluations: [],
  comparisons: [],
  judgments: [],
  receipts: [],
};

/** Waits for no feed: what the server has answered is done. */
function confirmWhatIsAnswered(): void {
  vi.spyOn(Outbox.prototype, 'settle').mockImplementation(function (this: Outbox, account, results) {
    settle.call(this, account, results);
    this.confirm(results.filter(({ status }) => status !== 'rejected').map(({ op_id }) => op_id));
  });
}

export const broken: Broken[] = [
  {
    invariant: 1,
    what: 'keeps the text that it has of a sample, although a new one comes',
    apply() {
      vi.spyOn(TeamSamples.prototype, 'put').mockImplementation(function (this: TeamSamples, row) {
        return this.idOf(row.sample_id) ?? put.call(this, row);
      });
    },
  },
  {
    invariant: 2,
    what: 'removes what it has sent, whether or not it was answered',
    apply() {
      vi.spyOn(Server.prototype, 'push').mockImplementation(async function (this: Server, token, device, at, ops) {
        return push.call(this, token, device, at, ops).catch(() => ({
          server_time: at,
          results: ops.map(({ op_id }) => ({
            op_id,
            status: 'applied' as const,
            code: null,
            message: null,
            late: false,
          })),
        }));
      });
      confirmWhatIsAnswered();
    },
  },
  {
    invariant: 3,
    what: 'gives an operation a new id when it sends it again',
    apply() {
      confirmWhatIsAnswered();
      const sent = new Set<string>();
      vi.spyOn(Server.prototype, 'push').mockImplementation(async function (this: Server, token, device, at, ops) {
        const old = new Map<string, string>();
        const renamed = ops.map((op) => {
          const op_id = sent.has(op.op_id) ? randomUUID() : op.op_id;
          sent.add(op.op_id);
          old.set(op_id, op.op_id);
          return { ...op, op_id };
        });
        const answer = await push.call(this, token, device, at, renamed);
        const results = answer.results.map((result) => ({ ...result, op_id: old.get(result.op_id) ?? result.op_id }));
        return { ...answer, results };
      });
    },
  },
  {
    invariant: 4,
    what: 'takes a batch that cannot be stored for a bad network, and sends it whole again',
    apply() {
      vi.spyOn(Server.prototype, 'push').mockImplementation(async function (this: Server, ...given) {
        return push.apply(this, given).catch((error: unknown) => {
          throw error instanceof AssayError && error.kind === 'invalid-input' ? offline(this.host) : error;
        });
      });
    },
  },
  {
    invariant: 5,
    what: 'moves its cursors as soon as a page has come',
    apply() {
      let table: CursorTable | null = null;
      vi.spyOn(CursorTable.prototype, 'read').mockImplementation(function (this: CursorTable) {
        table = this;
        return read.call(this);
      });
      vi.spyOn(Server.prototype, 'pull').mockImplementation(async function (this: Server, token, request) {
        const answer = await pull.call(this, token, request);
        if (table && request.nonce !== null) save.call(table, answer.page.cursors);
        return answer;
      });
    },
  },
  {
    invariant: 6,
    what: 'keeps samples that were taken away',
    apply() {
      vi.spyOn(TeamSamples.prototype, 'release').mockImplementation(() => {});
    },
  },
  {
    invariant: 6,
    what: 'drops what was done on samples that were taken away',
    apply() {
      let device: TestDevice | null = null;
      vi.spyOn(TestDevice.prototype, 'exchange').mockImplementation(function (this: TestDevice, ...given) {
        device = this;
        return exchange.apply(this, given);
      });
      // Between what was pulled and what is pushed.
      vi.spyOn(Outbox.prototype, 'sendAgain').mockImplementation(function (this: Outbox) {
        sendAgain.call(this);
        const { work, corpus } = device?.parts.workspace ?? {};
        const left = corpus?.prepare(`SELECT sample_id FROM assignments WHERE state = 'revoked'`).pluck().all();
        work
          ?.prepare(`DELETE FROM outbox WHERE json_extract(body, '$.sample_id') IN (SELECT value FROM json_each(?))`)
          .run(JSON.stringify(left));
      });
    },
  },
  {
    invariant: 7,
    what: 'knows a server by its system and timeline alone',
    restorable: true,
    apply() {
      vi.spyOn(EpochKeeper.prototype, 'continues').mockReturnValue(true);
    },
  },
  {
    invariant: 7,
    what: 'sends a restored server nothing again',
    restorable: true,
    apply() {
      vi.spyOn(Outbox.prototype, 'tellFirst').mockImplementation(() => {});
    },
  },
  {
    invariant: 8,
    what: 'takes an answer without anything in it for the end of the feeds',
    apply() {
      let history = { system: '', timeline: 0 };
      vi.spyOn(Server.prototype, 'pull').mockImplementation(async function (this: Server, token, request) {
        try {
          const answer = await pull.call(this, token, request);
          history = answer.page.epoch;
          return answer;
        } catch (error) {
          if (!(error instanceof AssayError && error.kind === 'foreign-answer')) throw error;
          const page = {
            epoch: { ...history, witness: request.known },
            server_time: '',
            as_of: '',
            me: { name: '', role: 'labeler' as const },
            watermark: '9223372036854775807',
            frontier: '9223372036854775807',
            rows: noRows,
            cursors: request.cursors,
            more: false,
          };
          return { page, bytes: 0 };
        }
      });
    },
  },
  {
    invariant: 9,
    what: 'does not remember under which id a claim was made',
    async apply(sql) {
      const known = 'where c.claim_id = assay_claim.claim_id;\n  if not found';
      await rewrite(sql, 'public.assay_claim', known, 'where false;\n  if not found');
      await rewrite(
        sql,
        'public.assay_claim',
        'on conflict do nothing',
        'on conflict (claim_id) do update set claimed = 0',
      );
    },
  },
  {
    invariant: 9,
    what: 'gives a sample to everybody who asks',
    async apply(sql) {
      await rewrite(sql, 'public.assay_claim', 'and i.taken < i.overlap', '');
    },
  },
];
