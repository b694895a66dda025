import { describe, expect, it } from 'vitest';
import { compilePatterns } from '../../electron/service/dataset/pii/custom.ts';
import { findPii, piiRules } from '../../electron/service/dataset/pii/find.ts';
import { Redactor } from '../../electron/service/dataset/pii/redactor.ts';
import { allRules } from '../fixtures/pii.ts';

/** What makes a backtracking expression, a growing list or a nested loop take quadratic time: hours at this length. */
const units = [
  ...['a', 'A', '1', '@', '.', '-', ' ', '\n', '(', '[', '+', '\u0301', '\ud800', '😀', '字', 'é', 'a@', '@a'],
  ...['a.', 'a@a.', 'a@b.de ', '@a-', 'a1', 'A1', '1 ', '1-', '1.', '12 ', '+1', '(1', '1(', '00', '1111 '],
  ...['4111 1111 1111 1111 ', '4111111111111111', '4111 ', '0', '01 ', '+49 ', '555-', '2 2-', 'DE89'],
  ...['de89 ', 'DE89 3704 ', '1Z', '1z9', 'JJD', 'jjd0 ', 'AA1', 'AA 1', 'RR473124829GB', 'tracking '],
  ...['tracking: a', 'parcel number is: ', 'order', 'order ', 'order #', 'order number is a', 'orders_'],
  ...['Bestellung nr. ', 'ORD-', 'PO-1', '1 A', '1 Aa ', 'Aa ', 'Aa 1 ', '1 N. Aa Aa Aa ', '1 rue de la '],
  ...['Calle A ', 'Calle de la ', 'Am Alten ', 'straße 1', 'Str. ', 'Aa, NY ', 'zip ', 'zip: 1', 'SW1A 1'],
  ...['PO Box ', 'Postfach 1 ', 'Hi ', 'Hi A', 'Hi Aa', 'hi hi ', 'Dear Mr. ', 'Dr ', 'Dr. Dr. '],
  ...['Dear von der ', 'Best,\n', 'Best, Aa\n', 'Thanks ', "I'm ", 'my name is ', 'Hi Aa and Aa and '],
  ...['hi john ', 'Hi, ', 'Mr Van De ', 'Mr Van Der', 'St. ', 'De La ', 'my number is ', 'number: 1', 'text 41555 '],
  ...['ship to 1 a ', 'address is 1 a a a st a a a oh ', '1 is my number '],
  ...['my name is a', "Hi A'a", 'Hi A-', 'name: ', '[EMAIL_1]', '[A', '[A_', '[A_1'],
];
const texts = (size: number) => units.map((unit) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size));

describe('a text made to take forever', () => {
  it.each([200_000, 1_000_000])('of %i characters is read to its end', (size) => {
    for (const text of texts(size)) {
      for (const { start, end, value } of findPii(text, allRules)) {
        expect(end).toBeGreaterThan(start);
        if (start > 1000) break;
        expect(text.slice(start, end)).toBe(value);
      }
    }
  });

  it('is redacted to its end, too, and stays so', () => {
    for (const text of texts(100_000)) {
      const redactor = new Redactor([text], allRules);
      const once = redactor.redact(text).text;
      expect(redactor.redact(once).text).toBe(once);
    }
  });

  it('may hold any number of different values', () => {
    const text = Array.from(
      { length: 20_000 },
      (_, i) => `Dear Anna Weber${'abcdefghij'.charAt(i % 10)}${i}, Dear Anna W${'x'.repeat(i % 29)}, u${i}@b.de`,
    ).join('\n');
    const redactor = new Redactor([text], allRules);
    expect(redactor.redact(text).text).toContain('[EMAIL_20000]');
  });

  it.each(['(x.*y|x)', '(x+x+)+y', 'x+$', '(a|ab)(c|bcd)*', '.{99}y|x', '\\bx|x\\b'])(
    'cannot make the pattern %s hang',
    (pattern) => {
      const rules = piiRules({ kinds: [], custom: [{ name: 'bad', pattern }] });
      for (const unit of ['x', 'x ', 'xy', 'abcd']) {
        const text = unit.repeat(30_000);
        const once = new Redactor([text], rules).redact(text).text;
        expect(new Redactor([once], rules).redact(once).text).toBe(once);
      }
    },
  );

  it('is not read by more patterns than a person has written', () => {
    const named = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `p${index}`, pattern: 'x' }));
    expect(compilePatterns(named(100))).toHaveLength(100);
    expect(() => compilePatterns(named(101))).toThrow('101 patterns are too many');
  });
});
