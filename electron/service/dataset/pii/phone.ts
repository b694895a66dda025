import { before, isProductCode, sizeOf } from './digits.ts';
import type { DigitRun, Span } from './kinds.ts';
import { standsAlone } from './words.ts';

/** Country codes in use (ITU-T E.164, list of assigned codes), as the beginnings that decide. */
const countryCode =
  /^(?:1|20|21[1-8]|2[2-6]\d|27|29[01789]|3[0-469]|3[578]\d|4[013-9]|42[013]|5[1-8]|50\d|59\d|6[0-6]|67[02-9]|68\d|69[0-2]|7|8[1246]|80[08]|85[02356]|8[78]\d|9[0-58]|96\d|97\d|99[2-8])/;

const called =
  /(?:phone|telephone|mobile|cell|whats ?app|\btel|\bfax|\bcall(?: me| us| him| her)?(?: back)?|\btext(?: me)|reach me|ring me|\bsms|telefon|handy|mobil|rufnummer|anrufen|erreich(?:bar|en sie mich)|téléphone|portable|appel(?:ez|er)|teléfono|telefono|móvil|celular|llám(?:a|e)(?:me|nos))[^\d\n]{0,24}$/iu;

/** Many things have a number: a word before it says of which, as in `order number`, and a phone's often has none. */
const plainNumber =
  /(?:(?:^|[\r\n])\s{0,2}(?:the )?number(?: is)?|\b(?:my|our|his|her) (?:new )?number(?: is|['’]s)?|\btext(?: us)?(?: at| on)?)[\s:("]{1,3}$/iu;
const saidAfter = /^,? (?:is|['’]s) (?:my|our|his|her) (?:new )?number(?!\p{L})/iu;
/** North American ones, and ten or eleven digits with a trunk 0. */
const dialled = /^(?:1?[2-9]\d{9}|0[1-9]\d{8,9})$/;

/** `2026-07-15`, `15.07.2026`, `7/15/2026`, `2024-2026`: what else is written in such groups. */
const date =
  /^(?:(?:19|20)\d\d[-./ ]\d{1,2}[-./ ]\d{1,2}|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d|(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d)/;

/** Groups from one on, as many as a phone number can have; those at the end may be another number's. */
type Candidate = {
  text: string;
  start: number;
  groups: readonly string[];
  ends: readonly number[];
  gaps: readonly string[];
};

/**
 * Phone numbers: international ones with a country code in use; North American ones by their 3-3-4 grouping; national
 * ones with a trunk 0 where groups or a mobile prefix show them; any other number only where the text calls it a phone's,
 * or a number and no more.
 */
export function findPhones(text: string, runs: readonly DigitRun[]): Span[] {
  return runs.flatMap((run) => (sizeOf(run) < 7 ? [] : phonesIn(text, run)));
}

function phonesIn(text: string, run: DigitRun): Span[] {
  const found: Span[] = [];
  for (let first = 0; first < run.length; first++) {
    const candidate = candidateAt(text, run, first);
    const start = opening(text, candidate.start);
    const size = rules.reduce((longest, rule) => Math.max(longest, rule(candidate, start)), 0);
    const end = candidate.ends[size - 1];
    if (end === undefined || !standsAlone(text, start, end)) continue;
    if (date.test(text.slice(candidate.start, end)) || isMoney(text, start, end) || isProductCode(text, start))
      continue;
    found.push({ start, end });
    first += size - 1;
  }
  return found;
}

function candidateAt(text: string, run: DigitRun, first: number): Candidate {
  const groups: string[] = [];
  const ends: number[] = [];
  const gaps: string[] = [];
  let digits = 0;
  for (let at = first; at < run.length; at++) {
    const group = run[at];
    if (!group || digits + group.end - group.start > 17) break;
    digits += group.end - group.start;
    if (at > first) gaps.push(text.slice(run[at - 1]?.end ?? 0, group.start));
    groups.push(text.slice(group.start, group.end));
    ends.push(group.end);
  }
  return { text, start: run[first]?.start ?? 0, groups, ends, gaps };
}

/** Where a number begins that has `+` or `(` before its digits. */
function opening(text: string, start: number): number {
  if (text.charAt(start - 1) === '(') return text.charAt(start - 2) === '+' ? start - 2 : start - 1;
  return text.charAt(start - 1) === '+' ? start - 1 : start;
}

function isMoney(text: string, start: number, end: number): boolean {
  return /[$€£¥]\s?$/.test(before(text, start, 2)) || /^\s?(?:[$€£¥%]|EUR|USD|GBP)/.test(text.slice(end, end + 4));
}

/** How many groups from the first are a phone number; 0 when none is. */
type Rule = (candidate: Candidate, start: number) => number;

const international: Rule = ({ text, start, groups, gaps }, opened) => {
  const plus = text.slice(opened, start).includes('+');
  const first = groups[0] ?? '';
  if (!plus && !/^00[1-9]/.test(first)) return 0;
  const code = plus ? first : first.slice(2);
  if (!countryCode.test(code + (groups[1] ?? ''))) return 0;
  const most = code.startsWith('1') ? 11 : 15;
  let digits = 0;
  let size = 0;
  for (const [i, group] of groups.entries()) {
    // `(0)` is the trunk prefix of the national form, and not dialled from abroad.
    const trunk = group === '0' && gaps[i - 1]?.endsWith('(');
    const length = trunk ? 0 : i === 0 ? code.length : group.length;
    // From twelve digits on what follows after a space is the next number, or a postcode.
    if (digits + length > most || (digits >= 12 && /^\s/.test(gaps[i - 1] ?? ''))) break;
    digits += length;
    size = i + 1;
  }
  return digits >= 8 && (most !== 11 || digits === 11) ? size : 0;
};

/** ITU-T E.164 zone 1 (NANP): area code and exchange begin with 2-9. Spaces alone hold many other numbers together. */
const northAmerican: Rule = ({ text, groups, gaps }, opened) => {
  const long = groups[0] === '1' && /^[-. (]/.test(gaps[0] ?? '');
  const [area, exchange, line] = long ? groups.slice(1) : groups;
  if (area?.length !== 3 || exchange?.length !== 3 || line?.length !== 4) return 0;
  if (!/^[2-9]/.test(area)) return 0;
  const marked = text.charAt(opened) === '(' || gaps.slice(0, long ? 3 : 2).some((gap) => /[-.)]/.test(gap));
  if (!marked && (!/^[2-9]/.test(exchange) || [area, exchange, line].every((group) => group.endsWith('00')))) return 0;
  return long ? 4 : 3;
};

/** A trunk 0 and a German, British or similar number in at least two groups; or a mobile number in one piece. */
const national: Rule = ({ text, groups, gaps }, opened) => {
  const first = groups[0] ?? '';
  if (/^01[5-7]\d{8,9}$/.test(first) || /^07[1-9]\d{8}$/.test(first)) return 1;
  // Two digits are an area in parentheses only, as in `(02) 9374 4000`.
  const area = /^0[1-9]\d{1,4}$/.test(first) || (/^0[1-9]$/.test(first) && text.charAt(opened) === '(');
  if (!area || groups.length < 2) return 0;
  let digits = first.length;
  let size = 1;
  for (const group of groups.slice(1)) {
    if (digits + group.length > 12 || (digits >= 10 && /^\s/.test(gaps[size - 1] ?? ''))) break;
    digits += group.length;
    size++;
  }
  return size > 1 && digits >= 9 ? size : 0;
};

/** Five pairs of digits beginning with 01-09: the French numbering plan. */
const french: Rule = ({ groups, gaps }) => {
  const pairs = groups.slice(0, 5);
  const grouped = pairs.length === 5 && pairs.every(({ length }) => length === 2) && /^0[1-9]/.test(pairs[0] ?? '');
  return grouped && gaps.slice(0, 4).every((gap) => gap === gaps[0] && gap !== '/') ? 5 : 0;
};

/** What the text calls a phone number, in any grouping. */
const inContext: Rule = ({ text, groups }, opened) => {
  if (!called.test(before(text, opened, 48))) return 0;
  let digits = 0;
  let size = 0;
  for (const group of groups) {
    if (digits + group.length > 15 || digits >= 10) break;
    digits += group.length;
    size++;
  }
  return digits >= 7 ? size : 0;
};

/** What the text calls a number and nothing else: it must be one that can be dialled. */
const numberAlone: Rule = ({ text, groups, ends }, opened) => {
  const saidBefore = plainNumber.test(before(text, opened, 48));
  let digits = '';
  for (const [i, group] of groups.entries()) {
    digits += group;
    const end = ends[i] ?? 0;
    if (dialled.test(digits) && (saidBefore || saidAfter.test(text.slice(end, end + 24)))) return i + 1;
  }
  return 0;
};

const rules: readonly Rule[] = [international, northAmerican, national, french, inContext, numberAlone];
