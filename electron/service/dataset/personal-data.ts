import type { Example } from '../../../shared/domain/example.ts';
import type { PersonalData as Chosen } from '../../../shared/domain/personal-data.ts';
import { textsIn } from './example-texts.ts';
import { findPii, type PiiRules, piiRules } from './pii/find.ts';
import type { Finding } from './pii/kinds.ts';
import { fingerprint } from './pii/normalise.ts';
import { type PiiValue, Redactor } from './pii/redactor.ts';

/** What a recipe takes for personal data, compiled once. */
export class PersonalData {
  readonly #rules: PiiRules;
  readonly #leave: ReadonlySet<string>;

  /** @throws AssayError invalid-input for a pattern that does not compile or finds nothing */
  constructor({ kinds, patterns, allow, leave }: Chosen) {
    this.#rules = piiRules({ kinds, custom: patterns, allow });
    this.#leave = new Set(leave);
  }

  /** False where nothing is taken for personal data. */
  get looks(): boolean {
    return this.#rules.recognisers.length > 0;
  }

  /** What looks like personal data in an example, what a person has let stay as well. */
  find(example: Example, from: number): Finding[] {
    return textsIn(example, from).flatMap((text) => this.findIn(text));
  }

  findIn(text: string): Finding[] {
    return findPii(text, this.#rules);
  }

  isLeft({ kind, value }: Finding): boolean {
    return this.#leave.size > 0 && this.#leave.has(fingerprint(kind, value));
  }

  /**
   * @param texts of a whole conversation, in its order: they decide the numbers of the tokens
   * @param known what the rest of it gives away, where these are some of its texts and numbers tell nothing
   */
  redactor(texts: readonly string[], known: readonly PiiValue[] = []): Redactor {
    return new Redactor(texts, this.#rules, this.#leave, known);
  }
}
