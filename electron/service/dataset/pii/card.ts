import { luhn } from './checksums.ts';
import { isProductCode, sizeOf } from './digits.ts';
import type { DigitRun, Span } from './kinds.ts';
import { standsAlone } from './words.ts';

/** Issuer identification numbers (ISO/IEC 7812-1) of the networks in use, with the lengths that they issue. */
const issuers: readonly { prefix: RegExp; lengths: readonly number[] }[] = [
  { prefix: /^4/, lengths: [13, 16, 19] }, // Visa
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] }, // Mastercard
  { prefix: /^3[47]/, lengths: [15] }, // American Express
  { prefix: /^(?:6011|64[4-9]|65)/, lengths: [16, 17, 18, 19] }, // Discover
  { prefix: /^(?:30[0-5]|36|3[89])/, lengths: [14, 15, 16, 17, 18, 19] }, // Diners Club
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16, 17, 18, 19] }, // JCB
  { prefix: /^(?:62|81)/, lengths: [16, 17, 18, 19] }, // UnionPay
  { prefix: /^(?:50|5[6-8]|6304|67)/, lengths: [13, 14, 15, 16, 17, 18, 19] }, // Maestro
  { prefix: /^220[0-4]/, lengths: [16, 17, 18, 19] }, // Mir
];
const shortest = 13;
const longest = 19;

/** Payment card numbers: 13 to 19 digits in one piece or in groups of at least three, of a known issuer, Luhn holds. */
export function findCards(text: string, runs: readonly DigitRun[]): Span[] {
  return runs.flatMap((run) => (sizeOf(run) < shortest ? [] : cardsIn(text, run)));
}

function cardsIn(text: string, run: DigitRun): Span[] {
  const found: Span[] = [];
  for (let first = 0; first < run.length; first++) {
    const last = lastGroup(text, run, first);
    if (last < 0) continue;
    found.push({ start: run[first]?.start ?? 0, end: run[last]?.end ?? 0 });
    first = last;
  }
  return found;
}

/** The group with which a card that begins at `first` ends; -1 where none begins. */
function lastGroup(text: string, run: DigitRun, first: number): number {
  let digits = '';
  let found = -1;
  const start = run[first]?.start ?? 0;
  for (let at = first; at < run.length; at++) {
    const group = run[at];
    if (!group || digits.length + group.end - group.start > longest) break;
    if (at > first && !isCardGap(text, run[at - 1]?.end ?? 0, group.start)) break;
    const size = group.end - group.start;
    digits += text.slice(group.start, group.end);
    if (at === first ? size !== 4 && size < shortest : size < 3) break;
    if (isCard(digits) && standsAlone(text, start, group.end) && !isProductCode(text, start)) found = at;
  }
  return found;
}

/** One space or hyphen: dots and slashes hold other numbers together. */
function isCardGap(text: string, from: number, to: number): boolean {
  return to - from === 1 && !'./()'.includes(text.charAt(from));
}

function isCard(digits: string): boolean {
  return issuers.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits)) && luhn(digits);
}
