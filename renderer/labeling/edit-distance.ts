import { distance } from 'fastest-levenshtein';

/** What `a` and `b` have in common at their ends, cut away: most corrections touch a sentence of a long answer. */
export function trimCommon(a: string, b: string): { start: number; a: string; b: string } {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return { start, a: a.slice(start, a.length - end), b: b.slice(start, b.length - end) };
}

/** Levenshtein distance in UTF-16 code units. */
export function editDistance(a: string, b: string): number {
  const differing = trimCommon(a, b);
  return distance(differing.a, differing.b);
}

/** What the distance costs is the product of both lengths; above this it is felt between two keys (about 10 ms). */
const costly = 20_000_000;

/** The distance while one types; null where reckoning it would be felt. */
export function liveEditDistance(a: string, b: string): number | null {
  const differing = trimCommon(a, b);
  return differing.a.length * differing.b.length > costly ? null : distance(differing.a, differing.b);
}
