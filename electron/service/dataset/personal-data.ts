import type { Example } from '../../../shared/domain/example.ts';
import type { PersonalData as Chosen } from '../../../shared/domain/personal-data.ts';
import { mapTexts, textsIn } from './example-texts.ts';
import { findPii, type PiiRules, piiRules } from './pii/find.ts';
import type { Finding } from './pii/kinds.ts';
import { fingerprint } from './pii/normalise.ts';
import { Redactor } from './pii/redactor.ts';
import { labelOf, tokenFor } from './pii/token.ts';

/** What a recipe takes for personal data, compiled once. */
export class PersonalData {
  readonly #rules: PiiRules;
  readonly #leave: ReadonlySet<string>;

  /** @throws AssayError invalid-input for a pattern that does not compile or finds nothing */
  constructor({ kinds, patterns, allow, leave }: Chosen) {
    this.#rules = piiRules({ kinds, custom: patterns, allow });
    this.#leave = new Set(leave);
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

  /** An example in which every value of a kind is the same: two that differ in nothing else say the same. */
  masked(example: Example, from: number): Example {
    return mapTexts(example, from, (text) => {
      let masked = '';
      let at = 0;
      for (const found of findPii(text, this.#rules)) {
        if (this.isLeft(found)) continue;
        masked += text.slice(at, found.start) + tokenFor(labelOf(found.kind), 1);
        at = found.end;
      }
      return at === 0 ? text : masked + text.slice(at);
    });
  }

  /** @param texts of a whole conversation, in its order: they decide the numbers of the tokens */
  redactor(texts: readonly string[]): Redactor {
    return new Redactor(texts, this.#rules, this.#leave);
  }
}
