/**
 * How well the letters of `query` are found in `text`, in their order; null when they are not. Letters that begin a word
 * or follow each other count more, so that “gwa” finds “Guidelines at …” behind whatever says it outright.
 */
function fuzzy(query: string, text: string): number | null {
  const wanted = query.toLowerCase().replaceAll(/\s+/g, '');
  const given = text.toLowerCase();
  const outright = given.indexOf(query.trim().toLowerCase());
  if (outright >= 0) return 1000 - outright - text.length / 100;
  let score = 0;
  let at = -1;
  for (const letter of wanted) {
    const found = given.indexOf(letter, at + 1);
    if (found < 0) return null;
    if (found === at + 1) score += 3;
    else if (given[found - 1] === ' ' || found === 0) score += 5;
    score += 1 - (found - at) / 100;
    at = found;
  }
  return score - text.length / 100;
}

/** The entries that fit, the best first; all of them in their own order for an empty query. */
export function search<T>(query: string, entries: readonly T[], textOf: (entry: T) => string): T[] {
  if (query.trim() === '') return [...entries];
  return entries
    .flatMap((entry) => {
      const score = fuzzy(query, textOf(entry));
      return score === null ? [] : [{ entry, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry);
}
