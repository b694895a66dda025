import { describe, expect, it } from 'vitest';
import type { CorrectionEdit } from '../../electron/service/readiness/candidate.ts';
import { correctionsFinding } from '../../electron/service/readiness/corrections.ts';
import { hunksOf } from '../../electron/service/readiness/hunks.ts';
import { sentencesOf, wordsOf } from '../../electron/service/readiness/words.ts';
import { patternText } from '../../shared/rules/readiness.ts';
import { babble, edit, noise } from '../fixtures/corrections.ts';
import { seeded } from '../fixtures/random.ts';

const names = ['Anna', 'Bert', 'Carla', 'Dmitri', 'Eva', 'Farid', 'Gwen', 'Hugo', 'Ines', 'Jonas', 'Karim', 'Lena'];
names.push('Mona', 'Nils', 'Olga', 'Pavel', 'Quinn', 'Rosa', 'Sven', 'Tara', 'Uwe', 'Vera', 'Wim', 'Xenia', 'Yara');
names.push('Zoe', 'Abel', 'Britta', 'Cees', 'Dora', 'Emil', 'Frida', 'Gerd', 'Hanna', 'Ivo', 'Jule', 'Knut', 'Lotte');

/** A thousand edits; every tenth is made by `plant`, where it makes one. */
function planted(plant: (index: number, text: string, random: () => number) => CorrectionEdit | null, seed = 5) {
  const random = seeded(seed);
  const words = babble(random);
  return Array.from({ length: 1_000 }, (_, index) => {
    const made = index % 10 === 3 ? plant(index, words.text(), random) : null;
    return made ?? noise(index, words);
  });
}
/** Two of three planted edits are Ann's. */
const by = (index: number) => ({ labelerId: index % 3 === 0 ? 'bob' : 'ann' });
const consistent = (edits: readonly CorrectionEdit[]) =>
  correctionsFinding(edits).patterns.filter(({ verdict }) => verdict === 'met');

describe('correction patterns planted among noise', () => {
  it('finds a closing sentence that is always added, and the line that would do it', () => {
    const closing = 'Is there anything else I can help you with?';
    const edits = planted((i, text) => edit(i, text, `${text} ${closing}`, { ...by(i), reasons: ['tone_adjustment'] }));
    const finding = correctionsFinding(edits);
    expect(finding).toMatchObject({ verdict: 'met', consistent: 1, covered: 0.1, promptable: 1, settle: null });
    expect(finding.patterns[0]).toMatchObject({
      kind: 'added_sentence',
      added: closing,
      removed: null,
      place: 'end',
      reason: 'tone_adjustment',
      rises: { criterion: 'tone', by: 2 },
      cases: 100,
      share: 0.1,
      labelers: 2,
      halves: [50, 50],
      sameDirection: 1,
      promptLine: `End every answer with “${closing}”`,
    });
    // The newest first.
    expect(finding.patterns[0]?.sampleIds.slice(0, 2)).toEqual(['s993', 's983']);
  });

  it('sees through names and numbers', () => {
    const edits = planted((i, text, random) => {
      const name = names[Math.floor(random() * names.length)];
      const order = Math.floor(random() * 1_000_000);
      return edit(i, text, `I am sorry, ${name}, I have looked at order ${order} for you. ${text}`, by(i));
    });
    expect(consistent(edits)).toMatchObject([
      {
        kind: 'added_sentence',
        added: 'I am sorry, ‹name›, I have looked at order ‹number› for you',
        place: 'start',
        cases: 100,
        promptLine: null,
      },
    ]);
  });

  it('finds a phrase that is always replaced', () => {
    const edits = planted((i, text) =>
      edit(i, `${text} It will come as soon as possible now.`, `${text} It will come within 14 days now.`, by(i)),
    );
    expect(consistent(edits)).toMatchObject([
      {
        kind: 'replaced_phrase',
        removed: 'as soon as possible',
        added: 'within 14 days',
        cases: 100,
        promptLine: 'Write “within 14 days” instead of “as soon as possible”.',
      },
    ]);
  });

  it('takes alike sentences for one pattern', () => {
    const items = ['latte', 'mocha', 'muffin', 'bagel', 'croissant', 'tea', 'cocoa', 'scone', 'wrap', 'juice'];
    const edits = planted((i, text, random) => {
      const item = items[Math.floor(random() * items.length)];
      return edit(i, text, `${text} I have refunded the ${item} to your card today.`, by(i));
    });
    const found = consistent(edits);
    expect(found).toMatchObject([{ kind: 'added_sentence', cases: 100, promptLine: null }]);
    expect(found[0]?.added).toMatch(/^I have refunded the \w+ to your card today$/);
  });

  it('does not call consistent what goes back and forth', () => {
    const edits = planted((i, text) => {
      const [a, b] = [`We utilize it. ${text}`, `We use it. ${text}`];
      return i % 50 < 30 ? edit(i, a, b, by(i)) : edit(i, b, a, by(i));
    });
    const finding = correctionsFinding(edits);
    expect(finding).toMatchObject({ verdict: 'not met', consistent: 0 });
    const [first] = finding.patterns.filter(({ kind }) => kind === 'replaced_phrase');
    expect(first).toMatchObject({
      added: 'use',
      cases: 60,
      sameDirection: 0.6,
      fails: ['direction'],
      promptLine: null,
    });
  });

  it('does not call consistent what has ended', () => {
    const edits = planted((i, text) => (i < 500 ? edit(i, text, `Thank you very much! ${text}`, by(i)) : null));
    const [thanks] = correctionsFinding(edits).patterns.filter(({ kind }) => kind === 'added_sentence');
    expect(thanks).toMatchObject({ cases: 50, halves: [50, 0], fails: ['halves'], verdict: 'not met' });
  });

  it('asks for a second labeler, and cannot tell where there is none', () => {
    const plant = (i: number, text: string) => edit(i, text, `Thank you very much! ${text}`, { labelerId: 'ann' });
    const among = correctionsFinding(planted(plant));
    expect(among).toMatchObject({ verdict: 'not met', consistent: 0 });
    expect(among.patterns[0]).toMatchObject({ fails: ['labelers'], verdict: 'not met' });
    const alone = correctionsFinding(planted(plant).map((one) => ({ ...one, labelerId: 'ann' })));
    expect(alone).toMatchObject({ verdict: 'cannot tell', settle: { edits: 0, secondLabeler: true } });
    expect(alone.patterns[0]).toMatchObject({ verdict: 'cannot tell', promptLine: expect.any(String) });
  });

  it('sees answers get shorter for a reason', () => {
    const edits = planted((i, text) =>
      edit(i, text, text.split('. ').slice(0, 2).join('. '), { ...by(i), reasons: ['removed_content'] }),
    );
    const [pattern, ...more] = consistent(edits);
    expect(more).toEqual([]);
    expect(pattern).toMatchObject({ kind: 'shorter', reason: 'removed_content', cases: 100 });
    expect(pattern && patternText(pattern)).toBe('makes the answer shorter (removed content)');
  });
});

describe('random edits', () => {
  it.each([1, 2, 3])('have no consistent pattern: seed %i', (seed) => {
    const finding = correctionsFinding(planted(() => null, seed));
    expect(finding).toMatchObject({ verdict: 'not met', consistent: 0, covered: 0, edits: 1_000 });
  });

  it('cannot tell when they are few', () => {
    const finding = correctionsFinding(planted(() => null).slice(0, 600));
    expect(finding).toMatchObject({ verdict: 'cannot tell', settle: { edits: 67, secondLabeler: false } });
    expect(correctionsFinding([])).toMatchObject({ verdict: 'cannot tell', covered: 0, patterns: [] });
  });
});

describe('the diff of an edit', () => {
  const told = (draft: string, correction: string) =>
    hunksOf(draft, correction)?.map(({ removed, added }) => `${removed.join(' ')} → ${added.join(' ')}`);

  it('keeps a new sentence in one piece, whatever words it shares with the others', () => {
    expect(
      told('You can pay by card. You can pay in cash.', 'You can pay by card. Can I help you? You can pay in cash.'),
    ).toEqual([' → Can I help you ?']);
  });

  it('takes a short word together with its neighbours', () => {
    expect(told('Please go to shop now.', 'Please go to the shop now.')).toEqual(['to shop → to the shop']);
  });

  it('knows words of scripts without spaces, and parts of words', () => {
    expect(wordsOf('退款将在三天内到账。')).toEqual(['退款', '将', '在', '三天', '内', '到', '账', '。']);
    expect(wordsOf('Don’t pay $3.50 to a@b.example, e-mail: https://x.example/a?b=1')).toEqual([
      ...['Don’t', 'pay', '$', '3.50', 'to', 'a@b.example', ',', 'e-mail', ':', 'https://x.example/a?b=1'],
    ]);
    expect(sentencesOf('Hi Anna,\nIt is 3.50 “now.” Really?! 好。是')).toEqual([
      'Hi Anna,',
      'It is 3.50 “now.”',
      'Really?!',
      '好。',
      '是',
    ]);
  });

  const runs = ['.', 'a ', 'a. ', '\n', '"', 'a-', '!?', 'สวัสดี', '😀'].map((unit) =>
    unit.repeat(200_000 / unit.length),
  );
  it.each(runs)('does not hang on 200,000 characters: case %#', (text) => {
    const started = performance.now();
    hunksOf(text, `x ${text.slice(7)} y`);
    hunksOf(text, text.split('').reverse().join(''));
    hunksOf(text.slice(0, 7_000), `y${text.slice(3, 7_000)}. x`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

it('takes seconds for fifty thousand edits', () => {
  const words = babble(seeded(9));
  const edits = Array.from({ length: 50_000 }, (_, index) => noise(index, words));
  const started = performance.now();
  expect(correctionsFinding(edits).consistent).toBe(0);
  expect(performance.now() - started).toBeLessThan(20_000);
});
