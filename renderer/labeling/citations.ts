/** A stretch of the answer: text as written, or a mark that names one of its sources. */
export type Piece = { text: string; source?: number };

/** Cuts `[1]`, also `[1][2]` and `[1, 2]`, out of a text, where there is such a source; anything else stays text. */
export function citations(text: string, sources: number): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(/\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]/g)) {
    const numbers = (match[1] ?? '').split(',').map(Number);
    if (!numbers.every((number) => number >= 1 && number <= sources)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    for (const number of numbers) pieces.push({ text: String(number), source: number - 1 });
    from = match.index + match[0].length;
  }
  if (from < text.length || pieces.length === 0) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** The paragraphs of a text, apart where a line is empty. Line breaks inside one are kept. */
export function paragraphs(text: string): string[] {
  return text.split(/\n(?:[^\S\n]*\n)+/).filter((paragraph) => paragraph.trim() !== '');
}
