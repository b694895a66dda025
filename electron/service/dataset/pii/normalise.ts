import { createHash } from 'node:crypto';
import { digitsOf } from './digits.ts';

const compact = (value: string) => value.replace(/[^a-z0-9]+/gi, '').toUpperCase();
const words = (value: string) =>
  value
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** What is the same under each kind; a kind of a lead's own compares as it is written. */
const forms: Readonly<Record<string, (value: string) => string>> = {
  email: (value) => value.normalize('NFC').toLowerCase(),
  phone: phoneDigits,
  card: digitsOf,
  iban: compact,
  order: compact,
  tracking: compact,
  address: words,
  name: words,
};

/** Without the trunk 0 of `+49 (0)30`, the `00` for `+`, and the 1 that leads into North America. */
function phoneDigits(value: string): string {
  const digits = digitsOf(value.replace(/\(0\)/, '')).replace(/^00/, '');
  return digits.length === 11 && digits.startsWith('1') ? digits.slice(1) : digits;
}

/**
 * The form in which two values of a kind are the same: case of an email address, digits of a phone number.
 * Depends on no locale.
 */
export function normalise(kind: string, value: string): string {
  const form = Object.hasOwn(forms, kind) ? forms[kind] : undefined;
  return form ? form(value) : value.normalize('NFC').trim().replace(/\s+/g, ' ');
}

/** SHA-256 (hex) of kind and normalised value: a review can name a value without holding it. */
export function fingerprint(kind: string, value: string): string {
  return createHash('sha256')
    .update(`${kind}\0${normalise(kind, value)}`)
    .digest('hex');
}
