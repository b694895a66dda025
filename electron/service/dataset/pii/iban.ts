import { mod97 } from './checksums.ts';
import type { Span } from './kinds.ts';
import { standsAlone } from './words.ts';

/** Lengths by country, from the IBAN registry that SWIFT keeps for ISO 13616. */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    15: 'NO',
    16: 'BE',
    18: 'DK FI FO GL NL SD FK',
    19: 'MK SI',
    20: 'AT BA EE KZ LT LU XK MN',
    21: 'CH HR LI LV',
    22: 'BG BH CR DE GB GE IE ME RS VA',
    23: 'AE GI IL IQ OM SO TL',
    24: 'AD CZ ES MD PK RO SA SE SK TN VG',
    25: 'LY PT ST',
    26: 'IS TR',
    27: 'BI DJ FR GR IT MC MR SM',
    28: 'AL AZ BY CY DO GT HU LB NI PL SV',
    29: 'BR EG PS QA UA',
    30: 'JO KW MU YE',
    31: 'MT SC',
    32: 'LC',
    33: 'RU',
  }).flatMap(([length, countries]) => countries.split(' ').map((country) => [country, Number(length)])),
);

const beginning = /[a-z]{2}[0-9]{2}/gi;
const character = /[a-z0-9]/i;
const separator = /[ \u00a0-]/;

/** International bank account numbers (ISO 13616), in one piece or in groups: the country's length, and mod 97 holds. */
export function findIbans(text: string): Span[] {
  const found: Span[] = [];
  beginning.lastIndex = 0;
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    const start = match.index;
    const length = lengths[match[0].slice(0, 2).toUpperCase()];
    const iban = length === undefined ? null : read(text, start, length);
    if (iban && standsAlone(text, start, iban.end) && mod97(iban.characters)) {
      found.push({ start, end: iban.end });
      beginning.lastIndex = iban.end;
    } else beginning.lastIndex = start + 1;
  }
  return found;
}

/** Reads so many letters and digits, with at most one separator between two of them. */
function read(text: string, start: number, length: number): { characters: string; end: number } | null {
  let characters = '';
  let at = start;
  while (characters.length < length) {
    if (characters.length > 0 && separator.test(text.charAt(at))) at++;
    if (!character.test(text.charAt(at))) return null;
    characters += text.charAt(at++);
  }
  return { characters: characters.toUpperCase(), end: at };
}
