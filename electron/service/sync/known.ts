import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';

/** An idle device writes nothing; what it forgets over a restart is at most this much. */
const keptEveryMs = 3_600_000;

/** Until when everything of the server is here, by the server's clock. */
export class Known {
  readonly #work: Meta;
  readonly #corpus: Meta;
  #heard: string | null = null;

  /** @param work only to read from, unless `complete` is called */
  constructor(work: Connection, corpus: Connection) {
    this.#work = new Meta(work);
    this.#corpus = new Meta(corpus);
  }

  /** In ISO 8601; null before the first pull has brought everything. */
  get until(): string | null {
    const settled = this.#corpus.get('settled_until');
    if (settled === null) return null;
    const times = [settled, this.#work.get('known_until'), this.#heard].filter((time) => time !== null);
    return times.reduce((latest, time) => (Date.parse(time) > Date.parse(latest) ? time : latest));
  }

  /** All that was written before this time of the server is here. */
  complete(time: string): void {
    const { until } = this;
    this.#heard = time;
    if (until === null || Date.parse(time) - Date.parse(until) > keptEveryMs) this.#work.set('known_until', time);
  }
}
