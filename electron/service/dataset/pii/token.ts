import type { Span } from './kinds.ts';

/** What stands for a value: `[EMAIL_1]`. */
const shape = /\[([A-Z][A-Z0-9_]{0,39})_([0-9]{1,9})\]/g;

export type Token = Span & { label: string; number: number };

export function tokenFor(label: string, number: number): string {
  return `[${label}_${number}]`;
}

/** `card` → `CARD`, `member id` → `MEMBER_ID`. */
export function labelOf(kind: string): string {
  return kind.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** A text in which all values of a kind have the same token: two that differ in nothing else say the same. */
export function withoutNumbers(text: string): string {
  return text.includes('[') ? text.replace(shape, (_, label: string) => tokenFor(label, 1)) : text;
}

/** The tokens that a text holds already, from here or from a redaction upstream. */
export function tokensIn(text: string): Token[] {
  if (!text.includes('[')) return [];
  return Array.from(text.matchAll(shape), ({ 0: token, 1: label, 2: number, index }) => ({
    start: index,
    end: index + token.length,
    label: label ?? '',
    number: Number(number),
  }));
}
