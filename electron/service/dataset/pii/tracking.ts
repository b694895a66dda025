import { fedex, gs1, s10, ups } from './checksums.ts';
import { before, digitsOf } from './digits.ts';
import type { DigitRun, Span } from './kinds.ts';
import { standsAlone } from './words.ts';

/** UPS: 1Z, account, service, parcel, check digit. DHL's licence plate (ANSI MH10.8.2) begins with JJD, without one. */
const lettered = /(?:1z(?:[ \u00a0-]?[a-z0-9]){16}|jjd(?:[ \u00a0-]?[0-9]){12,20})/gi;
const carrier = /(?:fed ?ex|dhl|usps|tracking|shipment|parcel|package|sendung|paket|colis|suivi|envío|seguimiento)/i;
/** What is said to be a tracking number is one, whatever its carrier's form: letters, digits and hyphens, many digits. */
const called =
  /(?:tracking|shipment|parcel|sendungs?|paket|waybill|consignment)[ _-]?(?:number|nummer|no\.?|nr\.?|id|code|#)?(?: is| ist| lautet)?["':=#\s]{1,4}([a-z0-9][a-z0-9-]{7,34})/gi;

/** Parcel numbers of UPS, USPS, FedEx, DHL and of any post, and whatever a text calls a tracking number. */
export function findTracking(text: string, runs: readonly DigitRun[]): Span[] {
  return [...byLetters(text), ...runs.flatMap((run) => byDigits(text, run) ?? []), ...byContext(text)];
}

function byLetters(text: string): Span[] {
  const found: Span[] = [];
  lettered.lastIndex = 0;
  for (let match = lettered.exec(text); match; match = lettered.exec(text)) {
    const [start, end] = [match.index, lettered.lastIndex];
    const compact = match[0].replace(/[^a-z0-9]/gi, '').toUpperCase();
    const valid = compact.startsWith('JJD') || ups(compact.slice(2));
    if (valid && standsAlone(text, start, end)) found.push({ start, end });
    else lettered.lastIndex = start + 1;
  }
  return found;
}

/** USPS IMpb (22 digits) and certified mail (20), GS1's SSCC as DHL and Deutsche Post print it (20, beginning with 00). */
const post = /^(?:9[1-5]\d{20}|(?:7[0-3]|03|23|00)\d{18})$/;
/** More than any of these takes, groups and all. */
const widest = 40;

function byDigits(text: string, run: DigitRun): Span | null {
  const [start, end] = [run[0]?.start ?? 0, run.at(-1)?.end ?? 0];
  if (end - start < 9 || end - start > widest) return null;
  const digits = digitsOf(text.slice(start, end));
  if (digits.length === 9) return s10(digits) ? international(text, start, end) : null;
  const own = post.test(digits) && gs1(digits);
  const found = own || ((fedex(digits) || (digits.length === 15 && gs1(digits))) && isNamed(text, start, end));
  return found && standsAlone(text, start, end) ? { start, end } : null;
}

/** UPU S10, the form of nearly every post: service, eight digits, check digit, country. */
function international(text: string, digits: number, end: number): Span | null {
  const service = /[a-z]{2} ?$/i.exec(before(text, digits, 3));
  const country = /^ ?[a-z]{2}/i.exec(text.slice(end, end + 3));
  if (!service || !country) return null;
  const span = { start: digits - service[0].length, end: end + country[0].length };
  return standsAlone(text, span.start, span.end) ? span : null;
}

function isNamed(text: string, start: number, end: number): boolean {
  return carrier.test(before(text, start, 48)) || carrier.test(text.slice(end, end + 16));
}

const date = /^(?:19|20)\d\d-\d\d?-\d\d?/;

function byContext(text: string): Span[] {
  const found: Span[] = [];
  for (const match of text.matchAll(called)) {
    const value = match[1]?.replace(/-+$/, '') ?? '';
    const start = match.index + match[0].length - (match[1]?.length ?? 0);
    const end = start + value.length;
    if (digitsOf(value).length >= 6 && !date.test(value) && standsAlone(text, start, end)) found.push({ start, end });
  }
  return found;
}
