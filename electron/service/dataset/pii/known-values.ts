import type { Span } from './kinds.ts';
import { nextWord } from './words.ts';

/** More words than any name or address has: it bounds how far a place is looked at. */
const mostWords = 16;
/** Between two words of a value: a space, a hyphen, `, `. */
const widestGap = 3;
/** A shorter number in other groups is another number: 1507 is not 15.07. */
const shortestRegrouped = 7;

type Known<T> = { about: T; words: number };

/**
 * Finds values that are known from elsewhere, as whole words, whatever stands between their words: `555-123-4567` is
 * found as `5551234567` too. Takes time proportional to the text, however many values there are.
 *
 * @typeParam T what is told about a value
 */
export class KnownValues<T> {
  readonly #exact = new Map<string, Known<T>>();
  readonly #folded = new Map<string, Known<T>>();
  /** The longest form by its first letter: most words of a text begin none. */
  readonly #longest = new Map<string, number>();

  /** Tells about a value; one without a letter or a digit is found nowhere. The first word about a value stands. */
  add(value: string, about: T, caseSensitive: boolean): void {
    let form = '';
    let words = 0;
    for (let word = nextWord(value, 0); word; word = nextWord(value, word.end)) {
      form += partOf(value, word);
      words++;
    }
    if (form === '') return;
    const forms = caseSensitive ? this.#exact : this.#folded;
    const key = caseSensitive ? form : form.toLowerCase();
    if (!forms.has(key)) forms.set(key, { about, words });
    for (const first of [beginning(form), beginning(form.normalize('NFD'))]) {
      this.#longest.set(first, Math.max(this.#longest.get(first) ?? 0, form.length));
    }
  }

  /** Every place where a known value stands, in order; of values that begin at one word the longest. */
  in(text: string): { span: Span; about: T }[] {
    const found: { span: Span; about: T }[] = [];
    if (this.#longest.size === 0) return found;
    for (let word = nextWord(text, 0); word; ) {
      const match = this.#at(text, word);
      if (match) found.push(match);
      word = nextWord(text, match?.span.end ?? word.end);
    }
    return found;
  }

  #at(text: string, first: Span): { span: Span; about: T } | null {
    const longest = this.#longest.get(beginning(text.charAt(first.start)));
    if (longest === undefined) return null;
    let form = '';
    let match: { span: Span; about: T } | null = null;
    let word: Span | null = first;
    for (let words = 1; word && words <= mostWords; words++) {
      form += partOf(text, word);
      if (form.length > longest) break;
      const known = this.#exact.get(form) ?? this.#folded.get(form.toLowerCase());
      const same = known && (known.words === words || form.length >= shortestRegrouped);
      if (same) match = { span: { start: first.start, end: word.end }, about: known.about };
      const next = nextWord(text, word.end);
      word = next && isGap(text, word.end, next.start) ? next : null;
    }
    return match;
  }
}

function partOf(text: string, { start, end }: Span): string {
  return text.slice(start, end).normalize('NFC');
}

/** A letter of ASCII; all others share one place, since an accent may be part of its letter or follow it. */
function beginning(form: string): string {
  return form.charCodeAt(0) < 128 ? form.charAt(0).toLowerCase() : '';
}

function isGap(text: string, from: number, to: number): boolean {
  return to - from <= widestGap && !/[\r\n[\]]/.test(text.slice(from, to));
}
