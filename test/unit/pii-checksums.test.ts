import { describe, expect, it } from 'vitest';
import { fedex, gs1, luhn, mod97, s10, ups } from '../../electron/service/dataset/pii/checksums.ts';

/** Numbers that their issuers publish for tests, or print as examples in their specifications. */
const known: [string, (value: string) => boolean, string[]][] = [
  ['Luhn', luhn, ['79927398713', '4111111111111111', '5555555555554444', '378282246310005', '30569309025904']],
  ['mod 97', mod97, ['GB82WEST12345698765432', 'DE89370400440532013000', 'FR1420041010050500013M02606']],
  ['GS1', gs1, ['03071790000523483741', '340434161094042557', '041441760228964', '9400111202555842332669']],
  ['S10', s10, ['473124829', '123456785']],
  ['UPS', ups, ['999AA10123456784', '5R89390357567127', '879E930346834440']],
  ['FedEx', fedex, ['986578788855', '477179081230', '799531274483']],
];

describe.each(known)('the check digit of %s', (_, valid, numbers) => {
  it.each(numbers)('holds for %s', (number) => {
    expect(valid(number)).toBe(true);
  });

  it('fails for every other last digit', () => {
    for (const number of numbers) {
      const last = number.at(-1);
      const others = [...'0123456789'].filter((digit) => digit !== last).map((digit) => number.slice(0, -1) + digit);
      expect(others.filter(valid)).toEqual([]);
    }
  });
});

describe('a check digit', () => {
  it('is never right for nothing', () => {
    for (const [, valid] of known) expect(valid('')).toBe(false);
  });

  it('tells two neighbours apart that were swapped', () => {
    expect(luhn('4111111111111111'.replace('41', '14'))).toBe(false);
    expect(mod97('DE98370400440532013000')).toBe(false);
  });

  it('follows UPU S10 in its two exceptions: 10 is written 0, and 11 is written 5', () => {
    expect(['000600000', '000000005'].filter(s10)).toEqual(['000600000', '000000005']);
  });
});
