import { mix } from '../hash.ts';

/** Bands of rows: two texts with Jaccard similarity s meet in a band with probability 1 − (1 − s^rows)^bands. */
export const bands = 20;
export const rows = 5;
/** Places of a sketch, one byte each. */
export const sketchSize = bands * rows;

const least = new Uint32Array(sketchSize);
/** In which round a place was filled, from 1; 0 where it is empty. */
const filledIn = new Uint16Array(sketchSize);

/**
 * Writes the sketch of a set: two sketches agree in a place with the Jaccard similarity of their sets, and by chance in
 * one of 256 places. An empty set agrees with itself alone.
 *
 * Fast similarity sketching (Dahlgaard, Knudsen, Thorup, FOCS 2017). MinHash hashes each shingle once a place; here each
 * goes to one random place a round, until no place is empty, and from round `sketchSize` on all go to the place of the
 * round. A set that is larger than a few sketches takes one round, so a long history costs what reading it costs. The
 * least value of a place's first round stays, one byte of it (b-bit minwise hashing, Li and König, WWW 2010).
 */
export function sketch(shingles: Uint32Array, into: Uint8Array): void {
  filledIn.fill(0);
  let empty = shingles.length === 0 ? 0 : sketchSize;
  for (let round = 1; empty > 0; round++) {
    const seed = mix(round);
    const last = round - sketchSize - 1;
    for (const shingle of shingles) {
      const hash = mix(shingle ^ seed);
      const place = last < 0 ? Math.floor((hash / 2 ** 32) * sketchSize) : last;
      const value = mix(hash ^ 0x9e37_79b9);
      if (filledIn[place] === 0) {
        filledIn[place] = round;
        least[place] = value;
        empty--;
      } else if (filledIn[place] === round && value < (least[place] ?? 0)) least[place] = value;
    }
  }
  for (let place = 0; place < sketchSize; place++)
    into[place] = shingles.length === 0 ? 0 : mix((least[place] ?? 0) + (filledIn[place] ?? 0)) & 0xff;
}

/** True where two sketches have met in a band before this one. */
export function metBefore(band: number, sketches: Uint8Array, a: number, b: number): boolean {
  for (let start = 0; start < band * rows; start += rows) {
    let row = start;
    while (row < start + rows && sketches[a + row] === sketches[b + row]) row++;
    if (row === start + rows) return true;
  }
  return false;
}

/** In how many places two sketches agree; `a` and `b` are where they begin in `sketches`. */
export function agreement(sketches: Uint8Array, a: number, b: number): number {
  let same = 0;
  for (let place = 0; place < sketchSize; place++) if (sketches[a + place] === sketches[b + place]) same++;
  return same;
}
