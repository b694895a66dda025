import type { z } from 'zod';
import { AssayError, type ErrorKind, type ErrorReport, toReport } from '../../../shared/errors.ts';
import type { RejectedOp, SyncStatus, Team } from '../../../shared/sync/status.ts';
import { type Outbox, OutboxReader } from '../outbox/outbox.ts';
import { type Connection, translate } from '../store/database.ts';
import { Account } from './account.ts';
import { Activity } from './activity.ts';
import { Exchange, type Told } from './exchange.ts';
import { importing, signedOut, stopped, unmade } from './failures.ts';
import { Known } from './known.ts';
import { type Erasure, purge } from './purge.ts';
import { type Outcome, Schedule } from './schedule.ts';
import type { SecretStore } from './secrets.ts';
import { Server } from './server.ts';
import type { Session } from './session.ts';
import { SyncThread } from './thread.ts';
import { type Entrant, WaysIn } from './ways-in.ts';

export type EngineOptions = {
  /** FULL: its only writer. */
  work: Connection;
  corpus: Connection;
  files: { work: string; corpus: string };
  outbox: Outbox;
  secrets: SecretStore;
  told: Told;
  /** Gives an account what was done here alone, once. */
  claimWork: (account: string) => void;
  erasure: Erasure;
  /** Takes the right to write corpus.db in bulk; null while an import has it. */
  occupy: () => (() => void) | null;
  /** The status has changed; `stored` when samples and feeds have. */
  changed: (status: SyncStatus, stored: boolean) => void;
  /** Samples are gone for good, from the tables here too. */
  erased: (sampleIds: readonly string[]) => void;
  log: (message: string, error: unknown) => void;
};

/** Nothing but a person, or the owner of the project, changes these. */
const hopeless: readonly ErrorKind[] = ['signed-out', 'removed'];

const toldEveryMs = 200;

/** Keeps a workspace and its team's server together: who this is, when they meet, and how that went. */
export class SyncEngine {
  readonly waysIn: WaysIn;
  readonly #options: EngineOptions;
  readonly #account: Account;
  readonly #known: Known;
  readonly #outbox: OutboxReader;
  readonly #activity = new Activity();
  readonly #schedule: Schedule;
  readonly #thread: SyncThread;
  readonly #stopping = new AbortController();
  #session: Session | null = null;
  #signedIn = false;
  #problem: ErrorReport | null = null;
  /** What a person asked the next exchange for. */
  #asked = { anew: false, check: false };
  #check: SyncStatus['check'] = null;
  #telling: NodeJS.Timeout | null = null;
  #closing: Promise<void> | null = null;
  #stored = false;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#account = new Account(options.work);
    this.waysIn = new WaysIn(this.#account, options.secrets, this.#stopping.signal);
    this.#known = new Known(options.work, options.corpus);
    this.#outbox = new OutboxReader(options.work);
    this.#thread = new SyncThread(this.#account, options.files);
    this.#schedule = new Schedule(
      () => this.#exchange(),
      () => this.#tell(false),
    );
  }

  /** Goes on where the last session ended; in a workspace of one's own there is nothing to do. */
  async start(): Promise<void> {
    const { team } = this.#account;
    if (!team) return;
    this.#session = this.waysIn.session(team);
    this.#signedIn = await this.#session.signedIn();
    if (!this.#signedIn) this.#stopped(signedOut());
    await this.#schedule.now();
  }

  get status(): SyncStatus {
    const { member, team } = this.#account;
    const { dueAt } = this.#schedule;
    return {
      account: member && team && { ...member, url: team.url },
      signedIn: this.#signedIn,
      secrets: this.#options.secrets.kind,
      activity: this.#activity.now,
      pulled: this.#activity.pulled,
      pushed: this.#activity.pushed,
      check: this.#check,
      ...this.#outbox.counts(),
      lastContactAt: this.#activity.lastContactAt,
      syncedAt: this.#activity.completeAt ?? this.#known.until,
      nextTryAt: dueAt === null || !this.#signedIn ? null : new Date(dueAt).toISOString(),
      problem: this.#problem,
      clockAheadMs: this.#activity.clockAheadMs,
      erased: this.#options.erasure.summary(),
      unreadable: this.#activity.unreadable,
    };
  }

  /** Somebody has found a way in: binds the workspace if it is theirs to bind, and only then keeps their tokens. */
  async enter({ team, session, tokens, email }: Entrant): Promise<SyncStatus> {
    const me = await this.#server(team).whoami(tokens.access);
    this.#account.bind(team, me, email, this.#options.claimWork);
    await session.keep(tokens);
    this.#activity.heard(me.server_time);
    this.#activity.lastContactAt = new Date().toISOString();
    await this.#thread.close();
    this.#session = session;
    this.#signedIn = true;
    await this.#schedule.now();
    return this.status;
  }

  /** Forgets the sign-in and nothing else: samples, labels and what waits stay. */
  async signOut(): Promise<SyncStatus> {
    await this.#session?.signOut();
    this.#stopped(signedOut());
    return this.status;
  }

  /** Something was written that the server should know: it waits now, and the status says so at once. */
  touched(): void {
    this.#schedule.touched();
    if (this.#session) this.#tell(false);
  }

  /** Until when everything of the server is here, by its clock; null before the first pull has ended. */
  get knownUntil(): string | null {
    return this.#known.until;
  }

  /** Exchanges now, because a person asks; afterwards the status says how it went. */
  async now({ anew }: { anew: boolean }): Promise<SyncStatus> {
    if (!this.#signedIn) throw signedOut();
    this.#asked.anew ||= anew;
    await this.#schedule.now();
    return this.status;
  }

  /**
   * Exchanges, compares what is here with the server, and pulls everything again where that differs; afterwards the status
   * says what was found.
   *
   * @throws AssayError conflict while an import writes samples; cancelled when the workspace is closed meanwhile
   */
  async check(): Promise<SyncStatus> {
    if (!this.#signedIn) throw signedOut();
    this.#asked.check = true;
    this.#check = null;
    await this.#schedule.now();
    if (this.#stopping.signal.aborted) throw stopped();
    if (!this.#check && !this.#problem) throw importing();
    return this.status;
  }

  /**
   * Calls a function of the team's server in this person's name.
   *
   * @throws AssayError signed-out, refused, and whatever stands between here and the server
   */
  async ask<T>(name: string, args: object, schema: z.ZodType<T>): Promise<T> {
    if (!this.#session) throw signedOut();
    return this.#server(this.waysIn.team).ask(await this.#session.token(), name, args, schema);
  }

  /** The same for a change, and an exchange after it: what was changed there is here as soon as the answer is. */
  async change<T>(name: string, args: object, schema: z.ZodType<T>): Promise<T> {
    const answer = await this.ask(name, args, schema).catch((error: unknown) => {
      throw unmade(error);
    });
    await this.now({ anew: false });
    return answer;
  }

  /** What the server refused, oldest first. */
  rejected(): Omit<RejectedOp, 'query' | 'followed'>[] {
    return this.#outbox.rejected().map(({ op_id, at, body, result: { code, message } }) => {
      return { opId: op_id, at, op: JSON.parse(body), code, message };
    });
  }

  /** Sends rejected operations again, as they were. */
  retry(opIds: readonly string[]): void {
    this.#options.outbox.retry(opIds);
    this.touched();
  }

  /** Sends a rejected operation no more. */
  dismiss(opId: string): void {
    this.#options.outbox.dismiss(opId);
    this.#tell(false);
  }

  /** Ends the exchange that is under way where it is safe. Asked for again, it is the same end. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#stopping.abort();
    await this.#thread.stop();
    await this.#schedule.close();
    if (this.#telling) clearTimeout(this.#telling);
    await this.#thread.close();
  }

  #server(team: Team): Server {
    return new Server(team, this.#stopping.signal);
  }

  async #exchange(): Promise<Outcome> {
    const outcome = await this.#meet();
    try {
      const purged = await purge(this.#options, () => this.#thread.open());
      if (purged) this.#tell(false);
    } catch (error) {
      return this.#failed(error);
    }
    return outcome;
  }

  async #meet(): Promise<Outcome> {
    const { member } = this.#account;
    if (!this.#session || !this.#signedIn || !member) return 'wait';
    const { outbox, told, occupy } = this.#options;
    try {
      const exchange = new Exchange({
        thread: this.#thread.open(),
        session: this.#session,
        account: member.memberId,
        outbox,
        told,
        occupy,
        learn: (member) => this.#account.learn(member),
        progress: (step) => {
          this.#activity.moved(step);
          this.#tell(step.what === 'pull');
          if (step.erased.length > 0) this.#options.erased(step.erased);
        },
        heard: (serverTime) => this.#activity.heard(serverTime),
        settled: (time) => this.#known.complete(time),
      });
      const asked = this.#asked;
      this.#asked = { anew: false, check: false };
      if (await exchange.run(asked.anew)) this.#activity.completeAt = new Date().toISOString();
      if (asked.check) {
        const check = await exchange.check();
        this.#check = check && { at: new Date().toISOString(), ...check };
      }
      this.#activity.lastContactAt = new Date().toISOString();
      this.#problem = null;
      return this.#outbox.counts().acknowledged > 0 ? 'soon' : 'again';
    } catch (error) {
      return this.#failed(error);
    } finally {
      this.#activity.rest();
    }
  }

  #failed(thrown: unknown): 'retry' | 'wait' {
    if (this.#stopping.signal.aborted) return 'wait';
    const error = translate('the workspace', thrown);
    if (!(error instanceof AssayError)) this.#options.log('sync failed', error);
    this.#problem = toReport(error);
    if (this.#problem.kind === 'signed-out') this.#signedIn = false;
    return hopeless.includes(this.#problem.kind) ? 'wait' : 'retry';
  }

  #stopped(problem: AssayError): void {
    this.#signedIn = false;
    this.#problem = problem.report();
    this.#tell(false);
  }

  /** Soon and in one piece: a page, or a label, is no reason to count the outbox. */
  #tell(stored: boolean): void {
    this.#stored ||= stored;
    this.#telling ??= setTimeout(() => {
      const news = this.#stored;
      this.#telling = null;
      this.#stored = false;
      this.#options.changed(this.status, news);
    }, toldEveryMs).unref();
  }
}
