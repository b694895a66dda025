import type { Span } from './kinds.ts';

/**
 * What a word is, for every rule here: letters, digits, combining marks and the underscore of any script (Unicode
 * categories L, N, M), and the two joiners that stand inside words of Persian and of Indic scripts. `\b` would cut words
 * at every letter beyond ASCII.
 */
const wordCharacter = /[\p{L}\p{N}\p{M}_\u200c\u200d]/u;

/** Scripts that put no spaces between words: each character counts as a word of its own. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** 0 is what has not been looked at yet. */
const none = 1;
const letter = 2;
const alone = 3;

function classify(character: string): number {
  if (unspaced.test(character)) return alone;
  return wordCharacter.test(character) ? letter : none;
}

/** Classes of the basic plane, as they come up: looking one up costs a fifth of a regular expression. */
const classes = new Uint8Array(0x10000);

const isSurrogate = (code: number) => code >= 0xd800 && code <= 0xdfff;

function classAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (isSurrogate(code)) return classify(String.fromCodePoint(text.codePointAt(at) ?? 0));
  if (Number.isNaN(code)) return none;
  const known = classes[code];
  if (known) return known;
  const found = classify(text.charAt(at));
  classes[code] = found;
  return found;
}

function classBefore(text: string, at: number): number {
  const pair = at >= 2 && isSurrogate(text.charCodeAt(at - 1));
  return at < 1 ? none : classAt(text, pair ? at - 2 : at - 1);
}

/** True when a span begins and ends where words do: no letter, digit or mark adjoins it. */
export function standsAlone(text: string, start: number, end: number): boolean {
  return beginsApart(text, start) && classAt(text, end) !== letter;
}

/** True when no word reaches into this place from before it. */
export function beginsApart(text: string, at: number): boolean {
  return classBefore(text, at) !== letter;
}

/** The words of a text from a place on, one at a time. Costs no more than the characters that it passes. */
export function nextWord(text: string, from: number): Span | null {
  let start = from;
  while (start < text.length && classAt(text, start) === none) start += width(text, start);
  if (start >= text.length) return null;
  let end = start + width(text, start);
  if (classAt(text, start) === alone) return { start, end };
  while (end < text.length && classAt(text, end) === letter) end += width(text, end);
  return { start, end };
}

function width(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
