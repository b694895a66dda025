import { digitsOf } from './digits.ts';
import type { Span } from './kinds.ts';
import { standsAlone } from './words.ts';

/** `order number`, `order #`, `order_id":`; where only `order` stands before a number, more is asked of the number. */
const english =
  '(?:purchase |sales )?orders?(?:[ _-]?(?<mark1>number|num|no\\.?|nr\\.?|id|ref(?:erence)?|code)(?![a-z]))?';
const german = '(?:bestell|auftrags)[ -]?(?<mark2>nummer|nr\\.?|id)|bestellung|auftrag';
const others = '(?:n[uú]mero de |n[.º°]+ ?(?:de )?)?(?:commande|pedido)';
const between =
  '(?:\\s(?:is|was|ist|lautet|est|es|nr\\.?|nummer|n[.º°o]{1,2}|número|numéro))?["\'”:=\\s(]{0,4}(?<hash>#|№)?\\s?';
const inContext = new RegExp(`(?:${english}|${german}|${others})${between}(?<value>[a-z0-9][a-z0-9_-]{2,34})`, 'giu');
/** Numbers that say themselves what they are. */
const prefixed = /(?:ORD|ORDER|PO|SO)[-_#]?[0-9]{4,14}/g;

const unit =
  /^\s?(?:x|×|%|units?|pieces?|pcs|items?|copies|bags?|cups?|days?|hours?|min|stück|euros?|dollars?|[$€£]|[.,/:]\d)/iu;
const date = /^(?:(?:19|20)\d\d-\d\d?-\d\d?|\d\d?-\d\d?-(?:19|20)?\d\d)/;

/** Order numbers: what a text calls one, in English, German, French and Spanish, and `ORD-12345` by itself. */
export function findOrders(text: string): Span[] {
  return [...byContext(text), ...byPrefix(text)];
}

function byContext(text: string): Span[] {
  const found: Span[] = [];
  inContext.lastIndex = 0;
  for (let match = inContext.exec(text); match; match = inContext.exec(text)) {
    const value = match.groups?.['value']?.replace(/[_-]+$/, '') ?? '';
    const start = inContext.lastIndex - (match.groups?.['value']?.length ?? 0);
    const end = start + value.length;
    const marked = ['mark1', 'mark2', 'hash'].some((name) => match.groups?.[name] !== undefined);
    // What was read as a value may be the word that begins the next mention.
    inContext.lastIndex = start;
    if (!standsAlone(text, match.index, end) || !isOrder(value, marked) || unit.test(text.slice(end, end + 9)))
      continue;
    found.push({ start, end });
    inContext.lastIndex = end;
  }
  return found;
}

function isOrder(value: string, marked: boolean): boolean {
  if (date.test(value)) return false;
  const digits = digitsOf(value).length;
  if (/^[0-9]+$/.test(value)) return digits >= (marked ? 3 : 5);
  return digits >= (marked ? 3 : 4) && digits * 2 >= value.replace(/[_-]/g, '').length;
}

function byPrefix(text: string): Span[] {
  return [...text.matchAll(prefixed)].flatMap(({ 0: value, index }) =>
    standsAlone(text, index, index + value.length) ? [{ start: index, end: index + value.length }] : [],
  );
}
