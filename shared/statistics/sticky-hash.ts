/** FNV-1a of 32 bits, over the bytes of UTF-8. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/**
 * The bucket of a value, the same for the same seed and value at all times and everywhere: GrowthBook's hash, version 2. The
 * hash of the hash's digits removes the bias that FNV has where seeds differ in little.
 *
 * Source: Fowler, Noll and Vo, FNV-1a (RFC 9923); GrowthBook's SDK specification, “Hashing”.
 *
 * @returns a whole number from 0 to 9,999: hundredths of a percent
 */
export function stickyBucket(seed: string, value: string): number {
  return fnv1a(String(fnv1a(seed + value))) % 10_000;
}
