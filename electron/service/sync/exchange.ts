import { setImmediate as turn } from 'node:timers/promises';
import { AssayError } from '../../../shared/errors.ts';
import type { LabelRow, Role } from '../../../shared/sync/feeds.ts';
import { checkedFeeds } from '../../../shared/sync/protocol.ts';
import { agrees, type Compared } from '../../../shared/sync/status.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { RpcWorker } from '../store/worker.ts';
import type { SyncApi } from './api.ts';
import type { PageNews } from './pull.ts';
import type { Session } from './session.ts';

/** What the features that make operations register with sync. */
export type Told = {
  /** Takes in labels of this account that met or came from other devices, with turns in between. Each may come again. */
  adopt(labels: readonly LabelRow[]): Generator<void>;
  /** Forgets samples that nobody may keep anything of, with turns in between. Each may be named again. */
  erase(sampleIds: readonly string[]): Generator<void>;
  /** Puts back into the outbox what the server should have and has not, with turns in between; how many there were. */
  recall(): Generator<void, number>;
  /** Gives the outbox what was done beside work.db and it was not given yet. */
  gather(): Promise<void>;
};

/** What a comparison with the server found, and how it is after everything was pulled again, where that was needed. */
export type Check = { found: Compared[]; repaired: Compared[] | null };

export type ExchangeParts = {
  thread: Pick<RpcWorker<SyncApi>, 'call'>;
  session: Pick<Session, 'token' | 'renew'>;
  account: string;
  outbox: Outbox;
  told: Told;
  /** Takes the right to write corpus.db in bulk and answers how to give it back; null while an import has it. */
  occupy: () => (() => void) | null;
  /** The server told name and role of this member. */
  learn: (me: { name: string; role: Role }) => void;
  progress: (step: Step) => void;
  /** The server told its time, and nothing moved. */
  heard: (serverTime: string) => void;
  /** Everything that was written before a time of the server is here. */
  settled: (time: string) => void;
};

/** What moved: rows that were stored or compared, or operations that were sent. */
export type Step = {
  what: 'pull' | 'push' | 'check';
  count: number;
  /** What is still to come, as far as that is known. */
  left: number | null;
  serverTime: string | null;
  unreadable: number;
  /** Samples that are gone for good, here too by now. */
  erased: readonly string[];
};

/**
 * One meeting with the server, from the main thread: it decides what comes next and writes work.db, and the sync thread
 * does the long part of each step.
 */
export class Exchange {
  readonly #parts: ExchangeParts;

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
  }

  /**
   * Pulls, pushes, and pulls what the push has changed. Everything may be repeated from any point. While an import writes
   * samples, what is new waits and what was done here is sent all the same.
   *
   * @param anew pulls everything again, beside what is here
   * @returns whether everything that the server has for this device is here now
   * @throws AssayError removed, when what the team gave this device has left it; what was done here and not sent stays
   */
  async run(anew: boolean): Promise<boolean> {
    try {
      return await this.#meet(anew);
    } catch (error) {
      if (error instanceof AssayError && error.kind === 'removed') await this.#leave();
      throw error;
    }
  }

  async #meet(anew: boolean): Promise<boolean> {
    const pulled = anew || (await this.#hasNews()) ? await this.#alone(() => this.#pull(anew)) : undefined;
    await this.#parts.told.gather();
    // Acknowledged in an exchange before this one, and not in the feed: the server is held up, or it was restored to a time
    // between its answer and this device's next witness. Sent again under their ids, they do nothing or what they should.
    this.#parts.outbox.sendAgain();
    const pulledAgain = (await this.#push()) ? await this.#alone(() => this.#pull(false)) : undefined;
    return pulled !== null && pulledAgain !== null;
  }

  /**
   * Compares what is held with what the server says that should be, and pulls everything again where that differs. Null
   * while an import writes samples.
   */
  check(): Promise<Check | null> {
    return this.#alone(async () => {
      await this.#pull(false);
      const found = await this.#compare();
      if (agrees(found)) return { found, repaired: null };
      await this.#pull(true);
      return { found, repaired: await this.#compare() };
    });
  }

  async #hasNews(): Promise<boolean> {
    if (await this.#parts.thread.call('sweeping', null)) return true;
    const probe = await this.#withToken((token) => this.#parts.thread.call('probe', { token }));
    this.#parts.heard(probe.serverTime);
    if (probe.settled !== null) this.#parts.settled(probe.settled);
    return probe.news;
  }

  /** Works with corpus.db to itself; null while an import has it. */
  async #alone<T>(work: () => Promise<T>): Promise<T | null> {
    const { thread, occupy } = this.#parts;
    const release = occupy();
    if (!release) return null;
    try {
      return await work();
    } finally {
      await thread.call('reset', null);
      release();
    }
  }

  async #pull(anew: boolean): Promise<void> {
    const { thread, progress } = this.#parts;
    if (anew) await this.#anew();
    let stored = 0;
    let total: number | null = null;
    for (let page = await this.#fetch(); ; ) {
      this.#parts.learn(page.me);
      if (page.anew) {
        await this.#anew();
        page = await this.#fetch();
        continue;
      }
      await this.#tell(page);
      // Asked for before this page is stored, and answered meanwhile.
      const next = page.more ? this.#fetch() : null;
      next?.catch(() => {
        // Heard below, unless storing fails first.
      });
      if (page.more && stored === 0) {
        const first = page.rows;
        // For the eye alone: what is wrong with it is wrong with the pull, which says so.
        this.#withToken((token) => thread.call('remaining', { token })).then(
          (remaining) => {
            total = first + remaining;
          },
          () => {},
        );
      }
      const { rows, unreadable, settled } = await thread.call('store', null);
      stored += rows;
      const left = total === null ? null : Math.max(0, total - stored);
      progress({ what: 'pull', count: rows, left, serverTime: page.serverTime, unreadable, erased: page.erased });
      if (settled !== null) this.#parts.settled(settled);
      if (!next) break;
      page = await next;
    }
    if (await thread.call('sweeping', null)) await this.#endSweep();
  }

  async #leave(): Promise<void> {
    const { thread, progress } = this.#parts;
    await this.#alone(() => thread.call('leave', null));
    progress({ what: 'pull', count: 0, left: null, serverTime: null, unreadable: 0, erased: [] });
  }

  async #compare(): Promise<Compared[]> {
    const { thread, progress } = this.#parts;
    const all: Compared[] = [];
    for (const feed of checkedFeeds) {
      const compared = await this.#withToken((token) => thread.call('compare', { token, feed }));
      progress({ what: 'check', count: compared.rows, left: null, serverTime: null, unreadable: 0, erased: [] });
      all.push(compared);
    }
    return all;
  }

  /** Before the cursor passes them: should Assay end in between, they come again and change nothing. */
  async #tell({ labels, receipts, erased }: PageNews): Promise<void> {
    const { told, outbox } = this.#parts;
    const done = receipts.filter(({ status }) => status !== 'rejected').map(({ op_id }) => op_id);
    // A label in the feed is a receipt of itself, and may come before it.
    done.push(...labels.map(({ label_id }) => label_id));
    if (done.length > 0) outbox.confirm(done);
    for (const _ of told.erase(erased)) await turn();
    for (const _ of told.adopt(labels)) await turn();
  }

  /** The server may have lost what it acknowledged: it is sent again, under the same ids. */
  async #anew(): Promise<void> {
    this.#parts.outbox.sendAgain();
    await this.#parts.thread.call('beginSweep', null);
  }

  /** First what the server lacks goes back into the outbox; then what it no longer has goes from here. */
  async #endSweep(): Promise<void> {
    await this.#withToken((token) => this.#parts.thread.call('settleSweep', { token }));
    const recall = this.#parts.told.recall();
    while (!recall.next().done) await turn();
    await this.#parts.thread.call('endSweep', null);
  }

  async #push(): Promise<boolean> {
    const { thread, outbox, account, progress } = this.#parts;
    const send = (after: number) => this.#withToken((token) => thread.call('push', { token, after }));
    let any = false;
    for (let next = send(0); ; any = true) {
      const pushed = await next;
      if (!pushed) return any;
      // Sent while this one's answers are written.
      next = send(pushed.reached);
      next.catch(() => {
        // Heard above, unless writing fails first.
      });
      outbox.settle(account, pushed.results);
      progress({
        what: 'push',
        count: pushed.sent,
        left: null,
        serverTime: pushed.serverTime,
        unreadable: 0,
        erased: [],
      });
    }
  }

  #fetch(): Promise<PageNews> {
    return this.#withToken((token) => this.#parts.thread.call('fetch', { token }));
  }

  /** A token that has ended early is renewed once; a second refusal means what it says. */
  async #withToken<T>(use: (token: string) => Promise<T>): Promise<T> {
    const { session } = this.#parts;
    const token = await session.token();
    try {
      return await use(token);
    } catch (error) {
      if (!(error instanceof AssayError && error.kind === 'signed-out')) throw error;
      return use(await session.renew(token));
    }
  }
}
