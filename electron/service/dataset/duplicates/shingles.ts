import { mix } from '../hash.ts';

/** How many characters make one shingle: short support texts have few words, and a typo changes only five of these. */
const width = 5;

/** What is the same to a reader is the same text: letter case, width and composition of characters, runs of space. */
function normalized(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}

/**
 * The set of a text's character 5-grams, as sorted 32-bit hashes. A shorter text is one shingle; an empty one has none.
 *
 * Independent of locale. The lengths of two sets and of their intersection give the Jaccard similarity of two texts, but
 * for collisions, one in 2^32 a pair of shingles.
 */
export function shinglesOf(text: string): Uint32Array {
  const clean = normalized(text);
  if (clean === '') return new Uint32Array(0);
  const count = Math.max(1, clean.length - width + 1);
  const hashes = new Uint32Array(count);
  for (let start = 0; start < count; start++) {
    let hash = 0;
    const end = Math.min(start + width, clean.length);
    for (let i = start; i < end; i++) hash = (Math.imul(hash, 0x0100_0193) + clean.charCodeAt(i) + 1) | 0;
    hashes[start] = mix(hash);
  }
  hashes.sort();
  let kept = 0;
  for (let i = 0; i < count; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[kept++] = hashes[i] ?? 0;
  return hashes.slice(0, kept);
}

/**
 * Shared shingles over all shingles of two sets: 1 for the same set, 0 where nothing is shared or one is empty.
 *
 * @param least 0 may come back for what is less: reading ends where so many are not shared that it cannot be reached
 */
export function jaccard(a: Uint32Array, b: Uint32Array, least = 0): number {
  const both = a.length + b.length;
  // Rounding must not lose a pair that reaches it exactly.
  const mostAlone = (both * (1 - least)) / (1 + least) + 1e-6;
  if (Math.abs(a.length - b.length) > mostAlone) return 0;
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const left = a[i] ?? 0;
    const right = b[j] ?? 0;
    if (left === right) shared++;
    else if (i + j - 2 * shared >= mostAlone) return 0;
    if (left <= right) i++;
    if (right <= left) j++;
  }
  return both === 0 ? 0 : shared / (both - shared);
}
