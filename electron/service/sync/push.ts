import { AssayError, type ErrorKind } from '../../../shared/errors.ts';
import type { OpResult } from '../../../shared/sync/protocol.ts';
import type { OutboxReader, OutboxRow } from '../outbox/outbox.ts';
import type { SentOp, Server } from './server.ts';

const batchRows = 500;
const batchBytes = 2 ** 20;

/** Failures of the way or of the person: no operation is to blame, and all of them wait. */
const notTheirFault: readonly ErrorKind[] = [
  'offline',
  'signed-out',
  'refused',
  'removed',
  'wrong-key',
  'wrong-server',
  'server-older',
  'server-newer',
  'cancelled',
];

export type Pushed = {
  results: OpResult[];
  /** The sequence number that the batch reached: the next one begins behind it. */
  reached: number;
  sent: number;
  serverTime: string | null;
};

type Way = { token: string; device: string };

/**
 * Sends the outbox, oldest first, in batches.
 *
 * When a whole call fails although the server is there, an operation in it is to blame. The batch is halved until that one
 * stands alone, so that it delays no other. What the server cannot take is given up as a dead letter for a person to
 * read; what it merely did not manage stays in the outbox and is tried again in the next round.
 */
export class Pusher {
  readonly #outbox: OutboxReader;
  readonly #server: Server;

  constructor(outbox: OutboxReader, server: Server) {
    this.#outbox = outbox;
    this.#server = server;
  }

  /** Sends the next batch behind `after`; null when nothing is left. */
  async next(way: Way, account: string, after: number): Promise<Pushed | null> {
    const rows = this.#outbox.next(account, after, batchRows, batchBytes);
    const last = rows.at(-1);
    if (!last) return null;
    const pushed: Pushed = { results: [], reached: last.seq, sent: rows.length, serverTime: null };
    await this.#send(way, rows, pushed);
    return pushed;
  }

  async #send(way: Way, rows: readonly OutboxRow[], pushed: Pushed): Promise<void> {
    try {
      const answer = await this.#server.push(way.token, way.device, new Date().toISOString(), rows.map(opOf));
      pushed.serverTime = answer.server_time;
      pushed.results.push(...answer.results);
    } catch (error) {
      if (!(error instanceof AssayError) || notTheirFault.includes(error.kind)) throw error;
      // Too busy, or a page in the place of an answer: theirs only if the server is well otherwise.
      const unacceptable = error.kind === 'invalid-input';
      if (!unacceptable) await this.#server.whoami(way.token);
      const [only, ...others] = rows;
      if (only && others.length === 0) {
        if (unacceptable) pushed.results.push(notStored(only, error));
        return;
      }
      const middle = rows.length >> 1;
      await this.#send(way, rows.slice(0, middle), pushed);
      await this.#send(way, rows.slice(middle), pushed);
    }
  }
}

function opOf({ op_id, seq, hash, at, body }: OutboxRow): SentOp {
  return { ...(JSON.parse(body) as Record<string, unknown>), op_id, seq, hash, at };
}

function notStored({ op_id }: OutboxRow, { message }: AssayError): OpResult {
  return { op_id, status: 'rejected', code: 'not_stored', message, late: false };
}
