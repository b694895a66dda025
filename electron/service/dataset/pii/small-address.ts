import { before } from './digits.ts';
import type { Span } from './kinds.ts';
import { states, zip } from './postcode.ts';
import { beginsApart } from './words.ts';

/** What an address follows, whatever its letters. */
const cue =
  /(?:address(?: is|['’]s|:)|(?:ship|shipped|send|sent|deliver|delivered)(?: it| them| this)? to|live at|living at|moved to)\s{1,2}$/i;
const ends = '(?![\\p{L}\\p{M}\\p{N}])';
/** A word of a name: `2 people on the street` has none. */
const word =
  "(?!(?:a|an|the|of|on|in|at|to|from|for|with|and|or|by|down|up|across|along|my|your|our|his|her|this|that|same)[ ,])[\\p{L}0-9][\\p{L}\\p{M}0-9'’.-]{0,24}";
const type =
  '(?:street|avenue|boulevard|road|lane|drive|court|parkway|highway|crescent|terrace|(?:st|ave|blvd|rd|ln|dr|ct|pkwy|hwy)\\.?)';
const unit = `(?:,? (?:#|apt\\.?|apartment|unit|suite|flat) ?#?[a-z0-9-]{1,6}${ends})?`;
const town = `(?:,? ${word}(?: ${word}){0,2},? ${states},? ${zip}${ends})?`;
const form = new RegExp(`[0-9]{1,5}[a-z]? (?:${word} ){1,3}?${type}${ends}${unit}${town}`, 'iuy');

/**
 * `my address is 1428 elm street springfield oh 45501`: an address that has no capitals, where the text says that one
 * follows, and `number` is its first.
 */
export function smallAddressAt(text: string, number: Span): Span | null {
  if (!beginsApart(text, number.start) || !cue.test(before(text, number.start, 24))) return null;
  form.lastIndex = number.start;
  const address = form.exec(text)?.[0];
  return address === undefined ? null : { start: number.start, end: number.start + address.length };
}
