import type { Example } from '../../../../shared/domain/example.ts';
import type { Sample } from '../../../../shared/domain/sample.ts';
import { type Lines, redacted } from '../lines.ts';
import type { FoundPersonalData } from './found.ts';

/**
 * Gives examples as the files will have them, and takes note of the personal data in them. Of a conversation in which
 * nothing looks like any, no text is looked at again.
 */
export class Redacted {
  readonly #lines: Lines;
  readonly #found: FoundPersonalData;
  readonly #plain: Uint8Array;

  constructor(size: number, lines: Lines, found: FoundPersonalData) {
    this.#lines = lines;
    this.#found = found;
    this.#plain = new Uint8Array(size);
  }

  /**
   * @param conversation the place of its first sample
   * @param from the first message that is said by somebody
   */
  example(index: number, conversation: number, sample: Sample, example: Example, from: number): Example {
    if (this.#plain[conversation] === 1) return example;
    const redactor = this.#lines.redactorOf(sample);
    if (redactor.foundNothing) {
      this.#plain[conversation] = 1;
      return example;
    }
    this.#found.add(index, example, from);
    return redacted(example, from, redactor).example;
  }
}
