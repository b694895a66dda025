import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luhn } from '../../electron/service/dataset/pii/checksums.ts';
import { findPii, piiRules } from '../../electron/service/dataset/pii/find.ts';
import { fingerprint, normalise } from '../../electron/service/dataset/pii/normalise.ts';
import { Redactor } from '../../electron/service/dataset/pii/redactor.ts';

const rules = piiRules({
  custom: [
    { name: 'member', pattern: 'M[0-9]+' },
    { name: 'odd', pattern: '\\bq|\\B-' },
  ],
});

/** What customers write, whole and in pieces, so that rules meet in every way. */
const piece = fc.oneof(
  fc.constantFrom(
    ...[
      'Hi ',
      'Dear Ms. ',
      'Best regards,\n',
      'my name is ',
      'this is ',
      'Thanks ',
      'order ',
      'order number: ',
      'zip ',
      'call me ',
      'tracking: ',
      'SKU ',
      'DHL ',
    ],
    ...[
      'Anna',
      'Anna Schmidt',
      'Schmidt',
      'Will',
      'O’Brien',
      'Zoë',
      'Zoe\u0308',
      '王伟',
      'נועה',
      'Team',
      'van der Berg',
      'J. R.',
    ],
    ...[
      'a@b.de',
      'A@B.de',
      'anna.schmidt@example.com',
      '+49 30 1234567',
      '555-123-4567',
      '5551234567',
      '(555) 123-4567',
      '01 23 45 67 89',
    ],
    ...[
      '4111 1111 1111 1111',
      '4111111111111111',
      'DE89 3704 0044 0532 0130 00',
      '1Z999AA10123456784',
      'RR473124829GB',
      '986578788855',
    ],
    ...[
      '77 Quarry Road, Duluth 55806',
      'Hauptstraße 12a',
      '10115 Berlin',
      'SW1A 1AA',
      'PO Box 12',
      'HF-47101',
      'ORD-12345',
      '12345',
      'M123',
      'q-q',
    ],
    ...[
      '[EMAIL_1]',
      '[NAME_2]',
      '[MEMBER_1]',
      '[',
      ']',
      '[EMAIL_',
      ' ',
      ', ',
      '. ',
      '\n',
      '-',
      ' - ',
      '!',
      '(',
      ')',
      '@',
      '+',
      '0',
      '€',
      '😀',
      '\u200f',
      '\u0301',
    ],
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.integer({ min: 0, max: 99_999_999 }).map(String),
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom('', '', ' ', ', ', '\n')), { maxLength: 14 })
  .map((pieces) => pieces.flat().join(''));
const conversation = fc.array(text, { minLength: 1, maxLength: 4 });

describe('findings, whatever a text holds', () => {
  it('are sorted, do not overlap, and say what stands in their place', () => {
    fc.assert(
      fc.property(text, (given) => {
        let at = 0;
        for (const { start, end, value } of findPii(given, rules)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          expect(given.slice(start, end)).toBe(value);
          at = end;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('do not depend on what was looked at before', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const found = findPii(one, rules);
        findPii(other, rules);
        expect(findPii(one, rules)).toEqual(found);
      }),
    );
  });

  it('hold a card only where Luhn holds', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9]{12,19}$/), (digits) => {
        const cards = findPii(digits, piiRules({ kinds: ['card'] }));
        if (!luhn(digits)) expect(cards).toEqual([]);
      }),
    );
  });
});

describe('redaction, whatever was said', () => {
  it('leaves nothing to find, and changes nothing the second time', () => {
    fc.assert(
      fc.property(conversation, (texts) => {
        const redactor = new Redactor(texts, rules);
        const once = texts.map((given) => redactor.redact(given).text);
        for (const given of once) {
          expect(findPii(given, rules)).toEqual([]);
          expect(redactor.redact(given)).toEqual({ text: given, redactions: [] });
        }
        const fresh = new Redactor(once, rules);
        expect(once.map((given) => fresh.redact(given).text)).toEqual(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('lets no found value stand as a word of its own anywhere in the conversation', () => {
    fc.assert(
      fc.property(conversation, (texts) => {
        const redactor = new Redactor(texts, rules);
        const once = texts.map((given) => redactor.redact(given).text.replace(/\[[A-Z_]+_[0-9]+\]/g, '\n')).join('\n');
        for (const { kind, value } of texts.flatMap((given) => findPii(given, rules))) {
          if (kind === 'name' || value.length < 4) continue;
          const whole = new RegExp(
            `(?<![\\p{L}\\p{M}\\p{N}_\\u200c\\u200d])${value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}(?![\\p{L}\\p{M}\\p{N}_\\u200c\\u200d])`,
            'u',
          );
          expect(whole.test(once)).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives one value one token in every text, and two values two', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 40 }), { minLength: 1 }), fc.infiniteStream(fc.nat()), (ids, picks) => {
        const texts = Array.from({ length: 6 }, () => {
          const id = ids[(picks.next().value ?? 0) % ids.length];
          return `from user${id}@example.com`;
        });
        const redactor = new Redactor(texts, rules);
        const tokens = texts.map((given) => redactor.redact(given).text.replace('from ', ''));
        const pairs = new Set(texts.map((given, i) => `${given} ${tokens[i]}`));
        expect(pairs.size).toBe(new Set(texts).size);
        expect(new Set(tokens).size).toBe(new Set(texts).size);
        expect(tokens[0]).toBe('[EMAIL_1]');
      }),
    );
  });

  it('touches nothing that a person left', () => {
    fc.assert(
      fc.property(conversation, (texts) => {
        const found = texts.flatMap((given) => findPii(given, rules));
        const leave = new Set(found.map(({ kind, value }) => fingerprint(kind, value)));
        const redactor = new Redactor(texts, rules, leave);
        for (const given of texts) expect(redactor.redact(given)).toEqual({ text: given, redactions: [] });
      }),
    );
  });

  it('compares values in one form', () => {
    fc.assert(
      fc.property(conversation, (texts) => {
        for (const { kind, value } of texts.flatMap((given) => findPii(given, rules))) {
          const form = normalise(kind, value);
          expect(normalise(kind, form)).toBe(form);
          expect(form).not.toBe('');
        }
      }),
    );
  });
});
