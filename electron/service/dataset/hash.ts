import { createHash } from 'node:crypto';

/** murmur3's finalizer: every bit of the input moves every bit of the output. */
export function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Two numbers of 53 bits each, from the SHA-256 of a text. */
export function hashes(text: string): [number, number] {
  const digest = createHash('sha256').update(text).digest();
  return [number53(digest, 0), number53(digest, 8)];
}

/** 53 bits of a digest as a number, which no two texts share by chance. */
export function number53(digest: Buffer, offset: number): number {
  return (digest.readUInt32LE(offset) & 0x1f_ffff) * 2 ** 32 + digest.readUInt32LE(offset + 4);
}

/** How many slots a table of chains has for so many keys: a power of two. */
export function slotsFor(keys: number): number {
  return 2 ** Math.ceil(Math.log2(keys + 1));
}

/** The slot of a key of up to 53 bits. */
export function slotOf(key: number, slots: number): number {
  return mix(key ^ mix(key / 2 ** 32)) & (slots - 1);
}
