import { describe, expect, it } from 'vitest';
import { piiRules } from '../../electron/service/dataset/pii/find.ts';
import { fingerprint } from '../../electron/service/dataset/pii/normalise.ts';
import { Redactor } from '../../electron/service/dataset/pii/redactor.ts';
import { withoutNumbers } from '../../electron/service/dataset/pii/token.ts';
import { allRules } from '../fixtures/pii.ts';

function redacted(texts: string[], leave?: ReadonlySet<string>, rules = allRules): string[] {
  const redactor = new Redactor(texts, rules, leave);
  return texts.map((text) => redactor.redact(text).text);
}

describe('a conversation', () => {
  it('has one token for one value, numbered by first appearance', () => {
    expect(
      redacted([
        'Hi, I am waiting for order HF-47101. Mail anna@example.com or b@example.com',
        'We wrote to ANNA@example.com about HF-47101.',
        'Use b@example.com, c@example.com.',
      ]),
    ).toEqual([
      'Hi, I am waiting for order [ORDER_1]. Mail [EMAIL_1] or [EMAIL_2]',
      'We wrote to [EMAIL_1] about [ORDER_1].',
      'Use [EMAIL_2], [EMAIL_3].',
    ]);
  });

  it('tells what was replaced how often', () => {
    const redactor = new Redactor(['a@b.de, A@B.DE and +49 30 1234567'], allRules);
    expect(redactor.redact('a@b.de, A@B.DE and +49 30 1234567')).toEqual({
      text: '[EMAIL_1], [EMAIL_1] and [PHONE_1]',
      redactions: [
        { kind: 'email', token: '[EMAIL_1]', count: 2 },
        { kind: 'phone', token: '[PHONE_1]', count: 1 },
      ],
    });
  });

  it('is redacted the same, but for numbers, by what it gave away and some of its texts', () => {
    const texts = [
      'Hello, this is Anna Schmidt. I am waiting for order HF-47101, mail anna@example.com.',
      'Hi Anna, your order 48213 and HF-47101 are on their way.',
      'And 48213?\nSchmidt',
      'Write to anna@example.com or ben@example.com. Kind regards,\nKatherine Miller',
      'Thanks, Katherine',
    ];
    const whole = new Redactor(texts, allRules);
    for (const text of texts) {
      const again = new Redactor([text], allRules, new Set(), whole.learned);
      expect(withoutNumbers(again.redact(text).text)).toBe(withoutNumbers(whole.redact(text).text));
    }
    expect(withoutNumbers(whole.redact('And 48213?\nSchmidt').text)).toBe('And [ORDER_1]?\n[NAME_1]');
    expect(whole.foundNothing).toBe(false);
    expect(new Redactor(['Where is it?'], allRules)).toMatchObject({ foundNothing: true, learned: [] });
  });

  it('keeps its tokens in a text that came later', () => {
    const redactor = new Redactor(['a@b.de'], allRules);
    expect(redactor.redact('c@d.de and a@b.de').text).toBe('[EMAIL_2] and [EMAIL_1]');
  });

  it('hides a number wherever it stands, in any grouping', () => {
    expect(redacted(['call 555-123-4567', 'so 5551234567, or 555 123 4567? Not 15551234567.'])).toEqual([
      'call [PHONE_1]',
      'so [PHONE_1], or [PHONE_1]? Not 15551234567.',
    ]);
  });

  it('keeps the tokens that it came with, and gives their numbers to nobody else', () => {
    expect(redacted(['a@b.de wrote', 'to [EMAIL_1], [NAME_7] and c@d.de', 'Hi Anna,'])).toEqual([
      '[EMAIL_2] wrote',
      'to [EMAIL_1], [NAME_7] and [EMAIL_3]',
      'Hi [NAME_1],',
    ]);
  });

  it('is left as it is when it is redacted already', () => {
    const texts = ['Dear Anna Schmidt, call +49 30 1234567', 'Anna, order HF-47101'];
    const once = redacted(texts);
    expect(redacted(once)).toEqual(once);
    const redactor = new Redactor(texts, allRules);
    for (const text of once) expect(redactor.redact(text)).toEqual({ text, redactions: [] });
  });
});

describe('a name', () => {
  it('goes wherever it stands in the conversation, whole or in part', () => {
    expect(
      redacted([
        'Anna here. Annabelle and anna are others.\nBest regards,\nAnna Schmidt',
        'Dear Ms. Schmidt, Anna Schmidt’s order is Anna-made.',
      ]),
    ).toEqual([
      '[NAME_1] here. Annabelle and anna are others.\nBest regards,\n[NAME_1]',
      'Dear Ms. [NAME_1], [NAME_1]’s order is [NAME_1]-made.',
    ]);
  });

  it('is nobody’s for certain when two have it', () => {
    expect(redacted(['Hi Anna Schmidt,', 'Hi Anna Weber,', 'Hi Anna,', 'Schmidt'])).toEqual([
      'Hi [NAME_1],',
      'Hi [NAME_2],',
      'Hi [NAME_3],',
      '[NAME_1]',
    ]);
  });

  it('is no particle by itself', () => {
    expect(redacted(['Hello Mrs Van Der Berg,', 'Van or truck, Mrs. Berg?'])).toEqual([
      'Hello Mrs [NAME_1],',
      'Van or truck, Mrs. [NAME_1]?',
    ]);
  });

  it('stays where it is an everyday word', () => {
    expect(redacted(['Hi Will Brown,', 'Will you come, Will Brown? May I have a Brown bag?'])).toEqual([
      'Hi [NAME_1],',
      'Will you come, [NAME_1]? May I have a Brown bag?',
    ]);
  });

  it('ends where a word does, in every script', () => {
    expect(redacted(['Hi Zoe,', 'Zoe, Zoe\u0308, ZoeΩ, \u200fZoe\u200f and Zoe🙂'])).toEqual([
      'Hi [NAME_1],',
      '[NAME_1], Zoe\u0308, ZoeΩ, \u200f[NAME_1]\u200f and [NAME_1]🙂',
    ]);
    expect(redacted(['Dear 王伟,', '我是王伟。'])).toEqual(['Dear [NAME_1],', '我是[NAME_1]。']);
    expect(redacted(['Hi Zoë,', 'Zoe\u0308 and Élodie', 'Dear E\u0301lodie,'])).toEqual([
      'Hi [NAME_1],',
      '[NAME_1] and [NAME_2]',
      'Dear [NAME_2],',
    ]);
  });
});

describe('what a person decides', () => {
  it('leaves a value that is nobody’s here', () => {
    const leave = new Set([fingerprint('name', 'Anna'), fingerprint('phone', '0800 123456')]);
    expect(redacted(['Hi Anna,', 'Anna: 0800/123456, a@b.de'], leave)).toEqual([
      'Hi Anna,',
      'Anna: 0800/123456, [EMAIL_1]',
    ]);
  });

  it('leaves a part of a name, and not the whole', () => {
    const leave = new Set([fingerprint('name', 'Summerfield')]);
    expect(redacted(['Hi Anna Summerfield,', 'Anna in Summerfield'], leave)).toEqual([
      'Hi [NAME_1],',
      '[NAME_1] in Summerfield',
    ]);
  });

  it('keeps an allowed address whole, whatever is known of its parts', () => {
    const rules = piiRules({ allow: ['Anna@example.com'] });
    expect(redacted(['Hi Anna,', 'Anna uses Anna@example.com'], undefined, rules)).toEqual([
      'Hi [NAME_1],',
      '[NAME_1] uses Anna@example.com',
    ]);
  });
});
