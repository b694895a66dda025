import { before } from './digits.ts';
import type { DigitRun, Span } from './kinds.ts';
import { afterStreet, shownPostcode } from './postcode.ts';
import { smallAddressAt } from './small-address.ts';
import { streetAt } from './street.ts';
import { beginsApart, standsAlone } from './words.ts';

const boxBefore =
  /(?:p\.? ?o\.? ?box|post office box|postfach|bo[iî]te postale|apartado(?: de correos| postal)?)[ :#]{1,3}$/i;
const boxNumber = /[0-9](?:[0-9 ]{0,10}[0-9])?/y;

/**
 * Postal addresses: a street with its house number, with the flat, town and postcode that follow; PO boxes; postcodes
 * that a town and state before them, their form, or their name in the text show.
 *
 * Every one of them has a number: what stands around each number decides, and the rest of the text is not looked at.
 */
export function findAddresses(text: string, runs: readonly DigitRun[]): Span[] {
  return runs.flat().flatMap((group) => {
    const place = streetAt(text, group) ?? boxAt(text, group);
    const found = place ? { start: place.start, end: afterStreet(text, place.end) } : shownPostcode(text, group);
    // Of two that begin at one number the longer counts.
    return [found, smallAddressAt(text, group)].filter((span) => span !== null);
  });
}

function boxAt(text: string, { start }: Span): Span | null {
  const head = boxBefore.exec(before(text, start, 28));
  if (!head) return null;
  boxNumber.lastIndex = start;
  const span = { start: start - head[0].length, end: start + (boxNumber.exec(text)?.[0].length ?? 0) };
  return beginsApart(text, span.start) && standsAlone(text, start, span.end) ? span : null;
}
