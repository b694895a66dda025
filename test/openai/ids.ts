import { seeded } from '../fixtures/random.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Names for objects that look like OpenAI's and are the same for the same seed. */
export class Ids {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  /** `prefix` and 24 letters, such as `ftjob-` and its name. */
  next(prefix: string): string {
    return prefix + Array.from({ length: 24 }, () => letters[Math.floor(this.#random() * letters.length)]).join('');
  }

  /** A whole number such as OpenAI draws for a job that names no seed. */
  seed(): number {
    return Math.floor(this.#random() * 2 ** 31);
  }
}
