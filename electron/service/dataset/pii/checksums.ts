/** Check digits. Every function takes what it checks without separators and never throws. */

const zero = 48;
const digitAt = (digits: string, at: number) => digits.charCodeAt(at) - zero;

/** ISO/IEC 7812-1, annex B (Luhn): card numbers. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 1; i <= digits.length; i++) {
    const digit = digitAt(digits, digits.length - i) * (i % 2 === 0 ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** ISO/IEC 7064, MOD 97-10, as ISO 13616 uses it for an IBAN: the first four characters go to the end. Upper case. */
export function mod97(iban: string): boolean {
  let remainder = 0;
  for (let i = 0; i < iban.length; i++) {
    const code = iban.charCodeAt((i + 4) % iban.length);
    const value = code > 57 ? code - 55 : code - zero;
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return iban.length > 4 && remainder === 1;
}

/** GS1 General Specifications 7.9 (weights 3 and 1 from the right): SSCC, USPS and 15-digit FedEx numbers. */
export function gs1(digits: string): boolean {
  let sum = 0;
  for (let i = 1; i <= digits.length; i++) sum += digitAt(digits, digits.length - i) * (i % 2 === 0 ? 3 : 1);
  return digits.length > 1 && sum % 10 === 0;
}

/** UPU S10: the ninth digit checks the eight before it. Takes the nine digits alone. */
export function s10(digits: string): boolean {
  const weights = [8, 6, 4, 2, 3, 5, 9, 7];
  const rest = 11 - (weights.reduce((sum, weight, i) => sum + weight * digitAt(digits, i), 0) % 11);
  return digits.length === 9 && digitAt(digits, 8) === (rest === 10 ? 0 : rest === 11 ? 5 : rest);
}

/** UPS: 15 characters after `1Z` and their check digit; letters count from A = 2, round and round. Upper case. */
export function ups(characters: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const code = characters.charCodeAt(i);
    const value = code > 57 ? (code - 63) % 10 : code - zero;
    sum += value * (i % 2 === 0 ? 1 : 2);
  }
  return characters.length === 16 && digitAt(characters, 15) === (10 - (sum % 10)) % 10;
}

/** FedEx Express: twelve digits, the last of which checks the others (weights 3, 1, 7; modulo 11, then 10). */
export function fedex(digits: string): boolean {
  const weights = [3, 1, 7];
  let sum = 0;
  for (let i = 0; i < 11; i++) sum += (weights[i % 3] ?? 0) * digitAt(digits, i);
  return digits.length === 12 && digitAt(digits, 11) === (sum % 11) % 10;
}
