import { describe, expect, it } from 'vitest';
import { findPii, piiRules } from '../../electron/service/dataset/pii/find.ts';
import { fingerprint, normalise } from '../../electron/service/dataset/pii/normalise.ts';
import { AssayError } from '../../shared/errors.ts';
import { allRules, marked } from '../fixtures/pii.ts';

const kindsIn = (text: string, rules = allRules) => findPii(text, rules).map(({ kind, value }) => `${kind}: ${value}`);

describe('findings', () => {
  it('come sorted, with their places in UTF-16 units', () => {
    const text = '😀 a@b.de, order HF-47101 and +49 30 1234567';
    const found = findPii(text, allRules);
    expect(found.map(({ kind }) => kind)).toEqual(['email', 'order', 'phone']);
    for (const { start, end, value } of found) expect(text.slice(start, end)).toBe(value);
  });

  it.each([
    ['order number 4111111111111111', 'card: 4111111111111111'],
    ['order number 1Z999AA10123456784', 'tracking: 1Z999AA10123456784'],
    ['order no. 5551234567, my phone', 'order: 5551234567'],
    ['DE89 3704 0044 0532 0130 00', 'iban: DE89 3704 0044 0532 0130 00'],
  ])('of %j give the longer and the more certain kind', (text, expected) => {
    expect(kindsIn(text)).toEqual([expected]);
  });

  it.each([
    'It is $4.95, 1.299,00 €, £20 or 15 %.',
    'Delivered 2026-07-08 or 08/07/2026 at 14:30, 45 days ago.',
    'Size 42, 120 x 60 cm, 2 kg, 500 ml, 120 V, 60 Hz.',
    'Version 10.15.7 and build 20260715.',
    'SKU 12345678, model no. 4111111111111111, item 030-1234567.',
    'See [1][2] and section 4.2.1 of https://example.com/help/12345',
    'Hi there! Thanks a lot. Best, the team.',
    'We take 3 to 5 business days; 10 outside the US.',
    'ISBN 978-3-16-148410-0, EAN 4006381333931',
    '１２３４５６７８９０',
  ])('are none in %s', (text) => {
    expect(marked(text, allRules)).toBe(text);
  });

  it('leave tokens of a redaction alone', () => {
    const rules = piiRules({ custom: [{ name: 'kind', pattern: '[A-Z]+_[0-9]+' }] });
    expect(kindsIn('[EMAIL_1] CASE_12 [ORDER_2]', rules)).toEqual(['kind: CASE_12']);
  });

  it('are of the kinds that are asked for', () => {
    const text = 'a@b.de +49 30 1234567';
    expect(kindsIn(text, piiRules({ kinds: ['phone'] }))).toEqual(['phone: +49 30 1234567']);
    expect(kindsIn(text, piiRules({ kinds: [] }))).toEqual([]);
  });

  it('leave out what the allow-list names, however it is written', () => {
    const rules = piiRules({ allow: ['Support@Example.com', '+49 (0)800 123456', 'Anna', '', '!'] });
    const text = 'Hi ANNA, mail support@example.COM, call 0049 800/123456; I am x@example.com';
    expect(kindsIn(text, rules)).toEqual(['email: x@example.com']);
  });

  it('are not let through by an allowed value of another kind', () => {
    expect(kindsIn('my phone: 5551234567', piiRules({ allow: ['shop5551234567@example.com'] }))).toHaveLength(1);
  });
});

describe('a pattern of a lead', () => {
  const found = (pattern: string, text: string) =>
    kindsIn(text, piiRules({ kinds: [], custom: [{ name: 'id', pattern }] }));

  it('finds values under its own name, and wins over a guess from context', () => {
    const rules = piiRules({ custom: [{ name: 'member id', pattern: 'HF-(E-)?[0-9]{5}' }] });
    expect(kindsIn('order HF-47101 and HF-E-10442', rules)).toEqual(['member id: HF-47101', 'member id: HF-E-10442']);
  });

  it.each([
    ['K[0-9]{3}', 'K123 K4567 xK999', ['id: K123', 'id: K4567', 'id: xK999']],
    ['^a$', 'a\nb\na', ['id: a', 'id: a']],
    ['\\bcat\\b', 'concat cat', ['id: cat']],
    ['会员[0-9]+', '我的会员123号', ['id: 会员123']],
    ['(?i)emp-[0-9]+', 'EMP-7', ['id: EMP-7']],
    ['a.b', 'a\nb', []],
  ])('%s in %j', (pattern, text, expected) => {
    expect(found(pattern, text)).toEqual(expected);
  });

  it('is found at any place of a long line', () => {
    for (let at = 150; at < 350; at++) {
      const text = `${' '.repeat(at)}K123456789 ${' '.repeat(300)}K1`;
      expect(found('K[0-9]+', text)).toEqual(['id: K123456789', 'id: K1']);
      expect(found('^K[0-9]+', text)).toEqual([]);
    }
  });

  it.each([
    ['id', '(a', 'does not compile: missing closing ): `(a`.'],
    ['id', 'a(?=b)', 'does not compile'],
    ['id', '(a)\\1', 'does not compile'],
    ['id', 'a*', 'matches the empty string'],
    ['id', '', 'matches the empty string'],
    ['id', '\\b', 'matches the empty string'],
    ['email', 'a', 'The name “email” is taken'],
    ['', 'a', 'cannot be the name'],
    ['[EMAIL', 'a', 'cannot be the name'],
  ])('named %j that is %j is refused, saying why', (name, pattern, why) => {
    try {
      piiRules({ custom: [{ name, pattern }] });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AssayError);
      if (!(error instanceof AssayError)) return;
      expect(error.kind).toBe('invalid-input');
      expect(error.message).toContain(why);
      expect(error.message).toContain(name);
      expect(error.remedy).toMatch(/^[A-Z].*\.$/);
    }
  });

  it('needs a name of its own', () => {
    const custom = [
      { name: 'member-id', pattern: 'a' },
      { name: 'Member ID', pattern: 'b' },
    ];
    expect(() => piiRules({ custom })).toThrow('The name “Member ID” is taken.');
  });
});

describe('the same value', () => {
  it.each([
    ['email', 'Anna@Example.com', 'anna@example.COM'],
    ['phone', '+49 (0)30 / 12 34', '0049301234'],
    ['phone', '+1 555-123-4567', '(555) 123 4567'],
    ['card', '4111 1111 1111 1111', '4111-1111-1111-1111'],
    ['iban', 'de89 3704', 'DE893704'],
    ['order', 'hf-47101', 'HF47101'],
    ['address', '77 Quarry Road,  Duluth', '77 quarry road\nDuluth'],
    ['name', 'ANNA  Schmidt', 'Anna Schmidt'],
    ['name', 'Zoe\u0308', 'Zoë'],
    ['member id', ' A  1 ', 'A 1'],
  ])('as %s: %j and %j', (kind, one, other) => {
    expect(normalise(kind, one)).toBe(normalise(kind, other));
    expect(fingerprint(kind, one)).toBe(fingerprint(kind, other));
  });

  it('has a fingerprint that does not change from one version to the next', () => {
    expect(fingerprint('email', 'a@b.de')).toBe('a123efe0325253973b9907dd6106ef27d07cd012805bc6c967b0ee7b6d595553');
    expect(fingerprint('phone', '1234567')).not.toBe(fingerprint('order', '1234567'));
  });
});
