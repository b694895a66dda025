import type { ReactNode } from 'react';

const longWord = /\S{500}/;
/** Cut no closer than this; a cut stays out of a character and of the marks on it. */
const piece = /\S{50}(?:\p{M}|\p{Emoji_Modifier}|\u200d\S?)*/gu;

/** True for a text with a word that is wider than any line. */
export function hasLongWord(text: string): boolean {
  return longWord.test(text);
}

/**
 * A text as it is shown, with places to break within words that are wider than any line: without them Chromium takes a tenth
 * of a millisecond for each letter of such a word, and minutes for a megabyte.
 */
export function breakable(text: string): ReactNode {
  if (!hasLongWord(text)) return text;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { 0: whole, index } of text.matchAll(piece)) {
    const end = index + whole.length;
    parts.push(text.slice(at, end), <wbr key={end} />);
    at = end;
  }
  return [...parts, text.slice(at)];
}
