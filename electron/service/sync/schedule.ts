import { networkInterfaces } from 'node:os';

/** A quiet second after a commit: a burst of labels goes out in one piece. It is not waited for longer than this. */
const quietMs = 1_000;
const patienceMs = 15_000;
/** One small request a minute, while nothing happens. */
const idleMs = 60_000;
const soonMs = 2_000;
const firstBackoffMs = 1_000;
const longestBackoffMs = 5 * 60_000;
/** While a try is waited for, a look at this machine's own addresses tells when there is a network again. */
const lookMs = 5_000;

/**
 * again: all went well. soon: the server has taken what it has not shown back yet, because somebody there is still writing.
 * retry: it went wrong, so later. wait: only a person can help.
 */
export type Outcome = 'again' | 'soon' | 'retry' | 'wait';

/** Decides when to exchange with the server. One exchange at a time; what is asked for during one follows it. */
export class Schedule {
  readonly #run: () => Promise<Outcome>;
  readonly #changed: () => void;
  #timer: NodeJS.Timeout | null = null;
  #dueAt: number | null = null;
  #looking: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #firstTouch: number | null = null;
  #failures = 0;
  #soon = 0;
  #closed = false;

  /**
   * @param run one exchange; never throws
   * @param changed called when the next try has another time
   */
  constructor(run: () => Promise<Outcome>, changed: () => void) {
    this.#run = run;
    this.#changed = changed;
  }

  /** When the next exchange begins by itself, in milliseconds since 1970; null while none is planned. */
  get dueAt(): number | null {
    return this.#dueAt;
  }

  /** Something was done here that the server should know. While it could not be reached, its time stays as it is. */
  touched(): void {
    if (this.#failures > 0 || this.#dueAt === null) return;
    this.#firstTouch ??= Date.now();
    this.#plan(Math.min(quietMs, Math.max(0, this.#firstTouch + patienceMs - Date.now())));
  }

  /** Begins at once, or right after the exchange that is under way, and resolves when it has ended. */
  async now(): Promise<void> {
    if (this.#running !== null) await this.#running;
    if (!this.#closed) await (this.#running ?? this.#begin());
  }

  /** Ends with the exchange that is under way; none follows. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#plan(null);
    await this.#running;
  }

  #begin(): Promise<void> {
    this.#plan(null);
    this.#firstTouch = null;
    this.#running = this.#run().then((outcome) => {
      this.#running = null;
      if (this.#closed) return;
      this.#failures = outcome === 'retry' ? this.#failures + 1 : 0;
      this.#soon = outcome === 'soon' ? this.#soon + 1 : 0;
      if (outcome === 'soon') this.#plan(Math.min(idleMs, soonMs * 2 ** (this.#soon - 1)));
      else if (outcome !== 'wait') this.#plan(outcome === 'again' ? idleMs : this.#backoff());
    });
    return this.#running;
  }

  /** Full jitter: a thousand devices that lost the same server do not come back at the same moment. */
  #backoff(): number {
    return Math.random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** this.#failures);
  }

  #plan(delay: number | null): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#looking) clearInterval(this.#looking);
    this.#timer = null;
    this.#looking = null;
    this.#dueAt = delay === null || this.#closed ? null : Date.now() + delay;
    if (delay !== null && !this.#closed) {
      this.#timer = setTimeout(() => void this.#begin(), delay).unref();
      if (this.#failures > 0) this.#lookForNetwork();
    }
    this.#changed();
  }

  #lookForNetwork(): void {
    const before = addresses();
    this.#looking = setInterval(() => {
      if (addresses() !== before) void this.now();
    }, lookMs).unref();
  }
}

function addresses(): string {
  return Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .map(({ address }) => address)
    .sort()
    .join();
}
