import type { Example } from '../../../../shared/domain/example.ts';
import type { Sample } from '../../../../shared/domain/sample.ts';
import { textsIn } from '../example-texts.ts';
import { type Lines, redacted } from '../lines.ts';
import type { PersonalData } from '../personal-data.ts';
import type { PiiValue, Redactor } from '../pii/redactor.ts';
import type { FoundPersonalData } from './found.ts';

/**
 * Gives examples as the files will have them, but for the numbers of tokens, and takes note of the personal data in them.
 *
 * A conversation is read once: of its other samples only what it gives away is looked for, and nothing where nothing in
 * it looks like personal data.
 */
export class Redacted {
  readonly #lines: Lines;
  readonly #personalData: PersonalData;
  readonly #found: FoundPersonalData;
  /**
   * What each conversation gives away, by the place of its first sample, as JSON: a part of a text would hold the whole of
   * it. Empty where nothing was found.
   */
  readonly #known: (string | undefined)[];

  constructor(size: number, lines: Lines, personalData: PersonalData, found: FoundPersonalData) {
    this.#lines = lines;
    this.#personalData = personalData;
    this.#found = found;
    this.#known = new Array(size);
  }

  /**
   * @param conversation the place of its first sample
   * @param from the first message that is said by somebody
   */
  example(index: number, conversation: number, sample: Sample, example: Example, from: number): Example {
    const known = this.#known[conversation];
    if (known === '') return example;
    const redactor = known === undefined ? this.#read(sample, conversation) : this.#again(example, from, known);
    if (known === undefined && redactor.foundNothing) return example;
    this.#found.add(index, example, from);
    return redacted(example, from, redactor).example;
  }

  #read(sample: Sample, conversation: number): Redactor {
    const redactor = this.#lines.redactorOf(sample);
    if (sample.conversationId !== null)
      this.#known[conversation] = redactor.foundNothing ? '' : JSON.stringify(redactor.learned);
    return redactor;
  }

  #again(example: Example, from: number, known: string): Redactor {
    return this.#personalData.redactor(textsIn(example, from), JSON.parse(known) as PiiValue[]);
  }
}
