import { before } from './digits.ts';
import type { Span } from './kinds.ts';
import { beginsApart, standsAlone } from './words.ts';

/** A street with its house number, where `group`, a group of digits, is that number; null where it is none. */
export function streetAt(text: string, group: Span): Span | null {
  if (group.end - group.start > 5) return null;
  return english(text, group.start) ?? french(text, group.start) ?? german(text, group) ?? spanish(text, group);
}

/** Types that are hardly ever another word after a number and a name. */
const certain = 'street|avenue|boulevard|blvd|road|lane|drive|parkway|pkwy|highway|hwy|crescent|terrace';
/** Types that are other words too: they count with a capital letter only. */
const capital =
  'Street|Avenue|Boulevard|Road|Lane|Drive|Court|Place|Way|Terrace|Circle|Parkway|Highway|Square|Trail|Loop|Alley|Close|Crescent|Gardens|Grove|Mews|Row|Walk|Hill|Quay|Wharf|Broadway';
const short = 'St|Ave|Blvd|Rd|Ln|Dr|Ct|Pl|Ter|Cir|Pkwy|Hwy|Sq|Trl|Cres|Gdns';
const ends = '(?![\\p{L}\\p{M}\\p{N}])';
const word = "(?:\\p{Lu}[\\p{L}\\p{M}'’-]{0,24}\\.?|[0-9]{1,3}(?:st|nd|rd|th))";
const englishForm = new RegExp(
  `[0-9]{1,5}(?:[-/][0-9]{1,4})?[A-Za-z]?,? (?:[NSEW]{1,2}\\.? )?(?:(?:${word} ){1,3}?(?:(?:${capital}|${certain})${ends}|(?:${short})${ends}\\.?)|Broadway${ends})(?: [NSEW]{1,2}${ends})?`,
  'uy',
);
const unitBefore = /(?:flat|apt\.?|unit) [0-9a-z]{1,5},? $/i;
const unitAfter = new RegExp(
  `,? (?:#|apt\\.?|apartment|unit|suite|ste\\.?|flat|floor|fl\\.?|room|rm\\.?) ?#?[a-z0-9-]{1,6}${ends}`,
  'iuy',
);

/** `77 Quarry Road`, `12B N. 5th Ave., Apt 4`: number, name, type. A number that goes on before is an amount. */
function english(text: string, start: number): Span | null {
  const street = lengthAt(englishForm, text, start);
  if (street === 0 || !beginsApart(text, start) || /[$€£.,:/#-]/.test(text.charAt(start - 1))) return null;
  const end = start + street + lengthAt(unitAfter, text, start + street);
  return { start: start - (unitBefore.exec(before(text, start, 14))?.[0].length ?? 0), end };
}

const particles = "(?:(?:de la|de las|de los|de l['’]|del?|du|des|la|le|les|l['’]|d['’]) ?){0,2}";
const name = "\\p{Lu}[\\p{L}\\p{M}'’-]{1,24}";
const frenchForm = new RegExp(
  `[0-9]{1,4}(?: ?(?:bis|ter)(?!\\p{L}))?,? (?:[Rr]ue|[Aa]venue|[Aa]v\\.|[Bb]oulevard|[Bb]d\\.?|[Pp]lace|[Cc]hemin|[Ii]mpasse|[Aa]llée|[Qq]uai|[Rr]oute|[Cc]ours) ${particles}${name}(?: (?:(?:de|du|des|la|le) ){0,2}${name}){0,3}`,
  'uy',
);

/** `5 bis, rue de la Paix`. */
function french(text: string, start: number): Span | null {
  const end = start + lengthAt(frenchForm, text, start);
  return end > start && standsAlone(text, start, end) ? { start, end } : null;
}

const germanType = /(?:stra(?:ß|ss)e|str\.?|allee|gasse|chaussee|damm|ufer|platz|weg|promenade)\s(?:nr\.? )?$/i;
/** The beginning of a compound, or the words before a type that stands apart. */
const germanName =
  /(?:(?:Am|An|Auf|Zum|Zur|Unter|Alte|Alter|Alten|Große|Großer|Kleine|Kleiner|der|dem|den|\p{Lu}[\p{L}\p{M}]{1,24}) ){0,2}(?:\p{Lu}[\p{L}\p{M}.-]{0,40}|\p{Lu}[\p{L}\p{M}-]{1,24} )$/u;
/** A sentence leads into a name by these: they are no part of it. */
const germanLead = /^(?:(?:der|dem|den|Die|Der|In|Im|Meine|Adresse|Bitte|Neue|Ist) )+(?=\p{Lu}|$)/u;
const germanNumber = /[0-9]{1,3}(?: ?[a-z](?![\p{L}\p{N}]))?(?:\s?[-–/]\s?[0-9]{1,3}[a-z]?)?/uy;
/** Before a postcode and a town a number needs no type: `Am Alten Markt 5, 50667 Köln`. */
const germanTown = /,\s(?:D-|A-|CH-)?[0-9]{5} \p{Lu}/uy;
/** Compounds of `-platz` and `-weg` that are no streets. */
const noStreet = /(?:arbeits|park|sitz|steh|stell|steck|lager|spiel|camping|fest|schlaf|listen|speicher|um)$/i;

/** `Hauptstraße 12a`: a name with a type, `-straße`, `-weg`, `-platz`, `-allee` …; a type alone is no address. */
function german(text: string, { start: number, end: numberEnd }: Span): Span | null {
  if (numberEnd - number > 3 || !/\s/.test(text.charAt(number - 1))) return null;
  const end = number + lengthAt(germanNumber, text, number);
  if (!standsAlone(text, number, end)) return null;
  const type = germanType.exec(before(text, number, 18))?.[0] ?? (lengthAt(germanTown, text, end) > 0 ? ' ' : null);
  if (type === null) return null;
  const at = number - type.length;
  const read = germanName.exec(before(text, at, 60))?.[0] ?? '';
  const head = read.slice(germanLead.exec(read)?.[0].length ?? 0);
  if (head.endsWith(' ') ? !/\p{Lu}/u.test(text.charAt(at)) : noStreet.test(head)) return null;
  const start = at - head.length;
  return head !== '' && beginsApart(text, start) ? { start, end } : null;
}

const spanishForm = new RegExp(
  `(?:[Cc]alle|[Cc]/|[Aa]venida|[Aa]vda\\.?|[Pp]laza|[Pp]za\\.?|[Pp]aseo|[Cc]amino|[Cc]arrera|[Rr]onda) ?${particles}${name}(?: (?:(?:de|del|la|los|las|y) ){0,2}${name}){0,3},? (?:n\\.?[º°]? ?)?$`,
  'u',
);

/** `Calle Mayor, 5`. */
function spanish(text: string, { start: number, end }: Span): Span | null {
  if (!/[\sº°]/.test(text.charAt(number - 1))) return null;
  const head = spanishForm.exec(before(text, number, 70));
  if (!head || !standsAlone(text, number, end)) return null;
  const start = number - head[0].length;
  return beginsApart(text, start) ? { start, end } : null;
}

function lengthAt(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0].length ?? 0;
}
