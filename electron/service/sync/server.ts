import { z } from 'zod';
import { AssayError } from '../../../shared/errors.ts';
import type { Cursors } from '../../../shared/sync/feeds.ts';
import {
  type CheckAnswer,
  type CheckedFeed,
  checkAnswerSchema,
  type PushAnswer,
  pushAnswerSchema,
  remainingAnswerSchema,
  serverMigration,
  type UnsettledAnswer,
  unsettledAnswerSchema,
  type Whoami,
  whoamiSchema,
} from '../../../shared/sync/protocol.ts';
import type { Team } from '../../../shared/sync/status.ts';
import { foreignAnswer, serverNewer, serverOlder } from './failures.ts';
import { type FeedPage, readPage } from './page.ts';
import { type Answer, post } from './transport.ts';

/** The server ends a statement after 8 s; the rest is for the way. */
const callMs = 15_000;
/** A page travels for as long as a slow line needs; and counting everything takes a while. */
const longMs = 60_000;

export type PullRequest = {
  device: string;
  known: string | null;
  nonce: string | null;
  cursors: Cursors;
  page: number;
};
export type SentOp = { op_id: string } & Record<string, unknown>;

/** The functions of the team's server, each with the token of the one who calls. */
export class Server {
  readonly #team: Team;
  readonly #signal: AbortSignal;

  /** @param signal ends every call that is under way */
  constructor(team: Team, signal: AbortSignal) {
    this.#team = team;
    this.#signal = signal;
  }

  get host(): string {
    return new URL(this.#team.url).host;
  }

  /** @throws AssayError server-older when the server lacks what this program needs */
  async whoami(token: string): Promise<Whoami> {
    const me = await this.#call('assay_whoami', {}, token, whoamiSchema);
    if (me.migration < serverMigration) throw serverOlder(this.host);
    return me;
  }

  /** Makes the one who is signed in a member of the team, by the code of an invite. */
  async join(token: string, code: string, name: string): Promise<void> {
    await this.#call('assay_join', { code, name }, token, z.unknown());
  }

  async pull(token: string, request: PullRequest): Promise<{ page: FeedPage; bytes: number }> {
    const { value, bytes } = await this.#post('assay_pull', request, token, longMs);
    const page = readPage(value, request.cursors);
    if (!page) throw await this.#unreadable(token);
    return { page, bytes };
  }

  /** How many rows a pull from these cursors on brings. */
  async remaining(token: string, device: string, cursors: Cursors): Promise<number> {
    return (await this.#call('assay_remaining', { device, cursors }, token, remainingAnswerSchema)).rows;
  }

  async push(token: string, device: string, sentAt: string, ops: readonly SentOp[]): Promise<PushAnswer> {
    return this.#call('assay_push', { device, sent_at: sentAt, ops }, token, pushAnswerSchema);
  }

  /** What this member should hold of a feed below a watermark. */
  async check(token: string, feed: CheckedFeed, below: string): Promise<CheckAnswer> {
    return this.#call('assay_check', { feed, below }, token, checkAnswerSchema, longMs);
  }

  /** What was written at or above a watermark, and so is in no feed yet. */
  async unsettled(token: string, below: string): Promise<UnsettledAnswer> {
    return this.#call('assay_unsettled', { below }, token, unsettledAnswerSchema);
  }

  /** Any other function of the server: what a lead asks may take it a minute. */
  ask<T>(token: string, name: string, args: object, schema: z.ZodType<T>): Promise<T> {
    return this.#call(name, args, token, schema, longMs);
  }

  async #call<T>(
    name: string,
    body: unknown,
    token: string,
    schema: z.ZodType<T>,
    timeoutMs: number = callMs,
  ): Promise<T> {
    const { value } = await this.#post(name, body, token, timeoutMs);
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw name === 'assay_whoami' ? foreignAnswer(this.host, parsed.error) : await this.#unreadable(token);
  }

  async #post(name: string, body: unknown, token: string, timeoutMs: number): Promise<Answer> {
    try {
      return await post(this.#team, name, body, { token, timeoutMs, signal: this.#signal });
    } catch (error) {
      const lacks = error instanceof AssayError && error.kind === 'wrong-server';
      if (!lacks || name === 'assay_whoami') throw error;
      // There may be a team of Assay's, at another age.
      throw await this.#ofAnotherAge(token, error);
    }
  }

  /** What cannot be read comes from a newer server, or from something that is none. */
  #unreadable(token: string): Promise<Error> {
    return this.#ofAnotherAge(token, foreignAnswer(this.host));
  }

  /** @throws AssayError server-older; answers server-newer, or else what it seemed to be */
  async #ofAnotherAge(token: string, seems: AssayError): Promise<AssayError> {
    const { migration } = await this.whoami(token);
    return migration > serverMigration ? serverNewer(this.host) : seems;
  }
}
