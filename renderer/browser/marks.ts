/** A word to mark; an unfinished one also marks words that begin with it. */
export type Term = { word: string; unfinished: boolean };
export type Piece = { text: string; hit: boolean };

const words = /[\p{L}\p{N}\p{Co}\p{M}]+/gu;
const piece = /(-?)(?:"([^"]*)"?|([^\s"]+))/gu;

/** As the full-text index folds: no case, no diacritics. */
function fold(word: string): string {
  return word
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** The words that a search asks for. The service reads the same text: words, "phrases", -excluded; the last unfinished. */
export function termsOf(search: string): Term[] {
  return [...search.matchAll(piece)].flatMap((match) => {
    const [whole, minus, phrase, word] = match;
    if (minus) return [];
    const found = (phrase ?? word ?? '').match(words) ?? [];
    const typing = match.index + whole.length === search.length && !whole.endsWith('"');
    return found.map((text, index) => ({
      word: fold(text),
      unfinished: typing && index === found.length - 1 && text.length > 1,
    }));
  });
}

/** Cuts a text into what matches and what does not; the pieces together are the text. */
export function mark(text: string, terms: readonly Term[]): Piece[] {
  if (terms.length === 0) return [{ text, hit: false }];
  const pieces: Piece[] = [];
  let done = 0;
  for (const match of text.matchAll(words)) {
    const folded = fold(match[0]);
    if (!terms.some(({ word, unfinished }) => (unfinished ? folded.startsWith(word) : folded === word))) continue;
    if (match.index > done) pieces.push({ text: text.slice(done, match.index), hit: false });
    pieces.push({ text: match[0], hit: true });
    done = match.index + match[0].length;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), hit: false });
  return pieces;
}

/** How much of a line may stand before its first match: a row shows one line, and the match should be on it. */
const lead = 32;

/** A text for one line of a row: without line breaks, and from shortly before the first match on. */
export function excerpt(text: string, terms: readonly Term[]): Piece[] {
  const pieces = mark(text.replaceAll(/\s+/g, ' '), terms);
  const [first, second] = pieces;
  if (!first || first.hit || !second || first.text.length <= lead) return pieces;
  const from = first.text.indexOf(' ', first.text.length - lead);
  const kept = from === -1 ? first.text.slice(-lead) : first.text.slice(from + 1);
  return [{ text: `… ${kept}`, hit: false }, ...pieces.slice(1)];
}
