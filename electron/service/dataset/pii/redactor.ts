import { type PiiRules, type Place, scan, Taken } from './find.ts';
import type { Span } from './kinds.ts';
import { KnownValues } from './known-values.ts';
import { fingerprint, normalise } from './normalise.ts';
import { formsOfName, People } from './people.ts';
import { labelOf, tokenFor, tokensIn } from './token.ts';

export type PiiValue = { kind: string; value: string };

export type Redaction = { text: string; redactions: { kind: string; token: string; count: number }[] };

/** Shorter values say too little to be looked for where nothing shows what they are. */
const shortestElsewhere = 4;

/**
 * Replaces personal data by tokens, the same for the same value in every text of one conversation: `[EMAIL_1]`.
 *
 * A value that is found once is replaced wherever it stands as whole words, also where nothing would show what it is;
 * of a name its parts too. Tokens that are there already stay, and their numbers go to nobody else.
 */
export class Redactor {
  readonly #rules: PiiRules;
  readonly #leave: ReadonlySet<string>;
  readonly #known = new KnownValues<PiiValue>();
  readonly #people = new People();
  readonly #learned = new Map<string, PiiValue>();
  readonly #reserved = new Set<string>();
  readonly #tokens = new Map<string, string>();
  readonly #lastNumbers = new Map<string, number>();
  readonly #done = new Map<string, Redaction>();
  /** In none of the texts is anything that looks like personal data: each stays as it is. */
  readonly foundNothing: boolean;

  /**
   * @param texts every text of the conversation, in its order: it decides the numbers of the tokens
   * @param leave fingerprints of values that a person has let stay
   * @param known what the rest of the conversation gives away, where these are only some of its texts
   */
  constructor(
    texts: readonly string[],
    rules: PiiRules,
    leave: ReadonlySet<string> = new Set(),
    known: readonly PiiValue[] = [],
  ) {
    this.#rules = rules;
    this.#leave = leave;
    for (const value of known) this.#know(value);
    const found = new Map([...new Set(texts)].map((text) => [text, scan(text, rules)]));
    this.foundNothing = found.values().every((places) => places.length === 0);
    for (const [text, places] of found) this.#learn(text, places);
    for (const [text, places] of found) this.#done.set(text, this.#replaceAll(text, places));
  }

  /** What the texts give away, in the order in which they do. */
  get learned(): readonly PiiValue[] {
    return [...this.#learned.values()];
  }

  /** A text of the conversation, or another one in the same tokens. What is redacted already comes back as it is. */
  redact(text: string): Redaction {
    return this.#done.get(text) ?? this.#replaceAll(text, scan(text, this.#rules));
  }

  #learn(text: string, found: readonly Place[]): void {
    for (const { label, number } of tokensIn(text)) this.#reserved.add(tokenFor(label, number));
    for (const { kind, value, allowed } of found) {
      if (!allowed && !this.#isLeft({ kind, value })) this.#know({ kind, value });
    }
  }

  #isLeft({ kind, value }: PiiValue): boolean {
    return this.#leave.size > 0 && this.#leave.has(fingerprint(kind, value));
  }

  /** Looks for a value from here on, and for the parts of a name, wherever it stands. */
  #know({ kind, value }: PiiValue): void {
    const key = `${kind}\0${value}`;
    if (this.#learned.has(key)) return;
    this.#learned.set(key, { kind, value });
    if (kind !== 'name') {
      for (const form of [value, normalise(kind, value)])
        if (form.length >= shortestElsewhere) this.#known.add(form, { kind, value }, false);
      return;
    }
    this.#people.add(value);
    for (const form of formsOfName(value))
      if (!this.#isLeft({ kind, value: form })) this.#known.add(form, { kind, value: form }, true);
  }

  /** Until nothing is left: what stood beside a value may show itself only when the value is gone. */
  #replaceAll(original: string, found: readonly Place[]): Redaction {
    const redactions = new Map<string, { kind: string; token: string; count: number }>();
    let text = original;
    let places = this.#places(text, found);
    while (places.length > 0) {
      let replaced = '';
      let at = 0;
      for (const { span, about } of places) {
        const token = this.#tokenOf(about);
        const redaction = redactions.get(token) ?? { kind: about.kind, token, count: 0 };
        redactions.set(token, { ...redaction, count: redaction.count + 1 });
        replaced += text.slice(at, span.start) + token;
        at = span.end;
      }
      text = replaced + text.slice(at);
      places = this.#places(text, scan(text, this.#rules));
    }
    return { text, redactions: [...redactions.values()] };
  }

  /** What is to be replaced, in order: of what overlaps the longer. What may stay shields what stands in it. */
  #places(text: string, found: readonly Place[]): { span: Span; about: PiiValue }[] {
    const shown = found.map(({ start, end, kind, value, allowed }) => {
      const about = { kind, value };
      return { span: { start, end }, about, stays: allowed || this.#isLeft(about) };
    });
    const all = [...shown, ...this.#known.in(text).map((place) => ({ ...place, stays: false }))];
    if (all.length === 0) return [];
    const length = ({ span }: { span: Span }) => span.end - span.start;
    all.sort((a, b) => length(b) - length(a));
    const taken = new Taken(text.length, tokensIn(text));
    return all.filter(({ span, stays }) => taken.take(span) && !stays).sort((a, b) => a.span.start - b.span.start);
  }

  #tokenOf({ kind, value }: PiiValue): string {
    const key = `${kind}\0${kind === 'name' ? this.#people.personOf(value) : normalise(kind, value)}`;
    const known = this.#tokens.get(key);
    if (known !== undefined) return known;
    const label = labelOf(kind);
    let number = this.#lastNumbers.get(label) ?? 0;
    do number++;
    while (this.#reserved.has(tokenFor(label, number)));
    this.#lastNumbers.set(label, number);
    const token = tokenFor(label, number);
    this.#tokens.set(key, token);
    return token;
  }
}
