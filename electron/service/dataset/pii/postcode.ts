import { before } from './digits.ts';
import type { Span } from './kinds.ts';
import { beginsApart } from './words.ts';

/** USPS Publication 28, appendix B. */
export const states =
  '(?:A[AEKLPRSZ]|C[AOT]|D[CE]|F[LM]|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEHINOPST]|N[CDEHJMVY]|O[HKR]|P[ARW]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY])';
export const zip = '[0-9]{5}(?:-[0-9]{4})?';
/** BS 7666: the inward code leaves out C, I, K, M, O and V. */
const inward = '[0-9][ABD-HJLNP-UW-Z]{2}';
const british = `[A-Z]{1,2}[0-9][0-9A-Z]? ?${inward}`;
const canadian = '[A-CEGHJ-NPR-TVXY][0-9][A-CEGHJ-NPR-TV-Z] ?[0-9][A-CEGHJ-NPR-TV-Z][0-9]';
const ends = '(?![\\p{L}\\p{M}\\p{N}-])';
const capital = "\\p{Lu}[\\p{L}\\p{M}.'’-]{1,24}";
const town = `${capital}(?: (?:am|an der|im|upon|on|de|sur|la|le|${capital})){0,3}`;

/** What may follow a street, most specific first: town and postcode in the order of each country. */
const following = new RegExp(
  `(?:,?\\s{1,2}| in )(?:${town},? (?:${states}\\.? )?${zip}${ends}|(?:D-|A-|CH-|F-|E-)?[0-9]{4,5} ${town}|${town},?\\s{1,2}(?:${british}|${canadian})${ends}|${british}${ends}|${zip}${ends}|${town}, ${states}${ends}(?: ${canadian}${ends})?)`,
  'uy',
);

/** The end of the town and postcode that follow a street; the street's own end where none follow. */
export function afterStreet(text: string, street: number): number {
  following.lastIndex = street;
  return street + (following.exec(text)?.[0].length ?? 0);
}

/** Areas of two letters alone: one letter and a digit begin too many other things. */
const area =
  'A[BL]|B[ABDHLNRST]|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]|F[KY]|G[LUY]|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]|M[EKL]|N[EGNPRW]|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]|T[ADFNQRSW]|UB|W[ACDFNRSV]|YO|ZE';
const byForm = new RegExp(`(?:(?:${area})[0-9][0-9A-Z]? ${inward}${ends}|[DA]-[0-9]{4,5} ${town})`, 'uy');
const anyForm = new RegExp(`(?:${zip}|[0-9]{4}|${british}|${canadian})${ends}`, 'uy');
const zipCode = new RegExp(`${zip}${ends}`, 'uy');
const townAndState = new RegExp(`${town}, ${states}\\.? $`, 'u');
const called =
  /(?:zip(?: ?code)?|post(?:al )?code|plz|postleitzahl|code postal|código postal|c\.?p\.?)(?: is| ist| est| es)?["':=\s(]{1,4}$/i;

/** A postcode by itself, where `group`, a group of digits, is in it: by its form, by town and state, or called so. */
export function shownPostcode(text: string, group: Span): Span | null {
  const start = group.start - (/(?:[A-Z]{1,2}|[DA]-)$/.exec(before(text, group.start, 2))?.[0].length ?? 0);
  if (!beginsApart(text, start)) return null;
  const form = spanAt(byForm, text, start);
  if (form) return form;
  const code = spanAt(anyForm, text, start);
  if (!code) return null;
  const label = called.exec(before(text, start, 28));
  if (label && beginsApart(text, start - label[0].length)) return code;
  const place = spanAt(zipCode, text, start) ? townAndState.exec(before(text, start, 90)) : null;
  return place ? { start: start - place[0].length, end: code.end } : null;
}

function spanAt(sticky: RegExp, text: string, start: number): Span | null {
  sticky.lastIndex = start;
  const match = sticky.exec(text);
  return match && { start, end: start + match[0].length };
}
