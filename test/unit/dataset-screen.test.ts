import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { coverageFinding } from '../../electron/service/readiness/coverage.ts';
import { readRubric } from '../../electron/service/workspace/guidelines.ts';
import { refusalOf } from '../../renderer/dataset/build.ts';
import { choiceOf, withChoice } from '../../renderer/dataset/choices.ts';
import { coverageOf } from '../../renderer/dataset/coverage.ts';
import { reasonsOf } from '../../renderer/dataset/differences.ts';
import { formatGroups, rowsOf } from '../../renderer/dataset/formats.ts';
import { kindsOf, withKind, withLeft } from '../../renderer/dataset/kinds.ts';
import { prettyLine } from '../../renderer/dataset/pretty-line.ts';
import { stoppedInAll } from '../../renderer/dataset/steps.ts';
import { changesSince } from '../../renderer/dataset/today.ts';
import { explain, fateWords, rivalOf } from '../../renderer/dataset/why.ts';
import {
  type BuiltDataset,
  type DatasetCounts,
  defaultPlan,
  type FormatId,
  formatIds,
} from '../../shared/domain/dataset.ts';
import { defaultPersonalData } from '../../shared/domain/personal-data.ts';
import { defaultGate } from '../../shared/rules/gate.ts';
import { recipeOf } from '../../shared/rules/recipe.ts';

const { rubric } = readRubric(join(import.meta.dirname, '../../resources'));

const counts: DatasetCounts = {
  funnel: [
    { step: 'collected', count: 100, reasons: {} },
    { step: 'split', count: 40, reasons: {} },
  ],
  sides: { train: 32, validation: 4, holdout: 4 },
  settled: 0,
  rejected: 7,
  pairs: 3,
  largestGroup: { size: 2, sampleId: 'a' },
  clusters: 0,
  tokens: { total: 900, median: 20, p95: 40, most: 50 },
  intents: [],
  personalData: [],
  withoutSystemPrompt: {},
};

describe('a choice about a sample', () => {
  const none = { keep: [], leaveOut: [] };
  test('is one of two, and is taken back by none', () => {
    const kept = withChoice(none, 'a', 'keep');
    expect(choiceOf(kept, 'a')).toBe('keep');
    const out = withChoice(withChoice(kept, 'b', 'keep'), 'a', 'leaveOut');
    expect(out).toEqual({ keep: ['b'], leaveOut: ['a'] });
    expect(withChoice(out, 'a', null)).toEqual({ keep: ['b'], leaveOut: [] });
  });
});

describe('coverage', () => {
  test('is thin where readiness finds it so: too few, or under half of its share by more than chance', () => {
    const intents = [
      { intent: 'common', examples: 900, collected: 800 },
      { intent: 'under half', examples: 20, collected: 140 },
      { intent: 'few', examples: 9, collected: 40 },
      { intent: 'rare', examples: 0, collected: 8 },
      { intent: null, examples: 0, collected: 12 },
    ];
    const thin = coverageOf(intents).filter((intent) => intent.thin);
    expect(thin.map(({ intent }) => intent)).toEqual(['under half', 'few']);
    const counts = intents.map(({ intent, examples, collected }) => ({ intent, inDataset: examples, collected }));
    const judged = coverageFinding(counts).cells.filter((cell) => cell.thin !== null && cell.intent !== null);
    expect(judged.map(({ intent }) => intent)).toEqual(['under half', 'few']);
    expect(coverageOf(intents)[0]).toMatchObject({ share: 900 / 929, collected: 0.8 });
  });
  test('of nothing is nothing', () => {
    expect(coverageOf([{ intent: null, examples: 0, collected: 3 }])).toMatchObject([{ share: 0, thin: false }]);
  });
});

describe('formats', () => {
  it('are all offered, once', () => {
    expect(formatGroups.flatMap(({ formats }) => formats).toSorted()).toEqual(formatIds.toSorted());
  });
  it('get the rows that they have a place for', () => {
    const rows = (format: FormatId, chosen: FormatId[]) => rowsOf(format, counts, chosen);
    expect(rows('openai-chat', ['csv'])).toEqual({ rows: 40, open: false });
    expect(rows('trl-dpo', ['csv'])).toEqual({ rows: 3, open: false });
    expect(rows('trl-kto', ['csv'])).toEqual({ rows: 47, open: false });
    // Nobody has counted rejected drafts for a recipe that has no place for them.
    expect(rowsOf('csv', { ...counts, rejected: 0 }, ['openai-chat'])).toEqual({ rows: 40, open: true });
  });
});

describe('a build', () => {
  test('is refused without examples, and with a large group that nobody accepted', () => {
    expect(refusalOf(counts, false)).toBeNull();
    expect(refusalOf({ ...counts, sides: { train: 0, validation: 0, holdout: 0 } }, true)).toContain(
      'No sample passes',
    );
    const large = { ...counts, largestGroup: { size: 12, sampleId: 'a' } };
    expect(refusalOf(large, false)).toContain('12 of 40 examples');
    expect(refusalOf(large, true)).toBeNull();
  });
});

describe('since a dataset was built', () => {
  const built: BuiltDataset = {
    id: 'f'.repeat(64),
    name: 'One',
    folder: '/somewhere',
    builtAt: '2026-11-26T09:00:00Z',
    version: '0.1.0',
    recipe: recipeOf({ gate: defaultGate, systemPrompts: {}, dataset: defaultPlan }),
    funnel: counts.funnel,
    examples: counts.sides,
    rejected: 7,
    tokens: counts.tokens,
    files: [],
    unformatted: {},
    erased: 0,
    recorded: 'none',
  };
  test('the same numbers are no change', () => expect(changesSince(built, counts)).toEqual([]));
  test('a corrected text of another length shows in the tokens', () => {
    const tokens = { ...counts.tokens, total: 901 };
    expect(changesSince(built, { ...counts, tokens })).toEqual([{ name: 'Tokens', before: 900, now: 901 }]);
  });
});

describe('why one sample is out', () => {
  test('tells the threshold, and which sample stays', () => {
    const reason = { code: 'score_below', scale: 'tone', score: 3, needs: 4 };
    expect(explain(reason, rubric)).toMatchObject({ why: 'Tone is 3, and the gate needs 4.', rival: null });
    const fate = { as: 'out', step: 'deduplicated', reasons: [{ code: 'near_duplicate', of: 'b' }] } as const;
    expect(rivalOf({ ...fate, reasons: [...fate.reasons] })).toBe('b');
    expect(explain(fate.reasons[0], rubric).rival).toBe('b');
    expect(
      fateWords(
        { as: 'out', step: 'gate', reasons: [reason, { code: 'too_long', tokens: 9000, limit: 8192 }] },
        rubric,
      ),
    ).toBe('Tone 3, needs 4; 9,000 tokens, limit 8,192');
  });
});

test('differences are told by reason, the most frequent first', () => {
  expect(reasonsOf({ 'came:not_reviewed': 2, 'left:score_below:tone': 5, 'changed:side': 1 })).toEqual([
    { what: 'left', because: 'score_below:tone', samples: 5 },
    { what: 'came', because: 'not_reviewed', samples: 2 },
    { what: 'changed', because: 'side', samples: 1 },
  ]);
});

test('a line is shown with its structure, and CSV as it is', () => {
  expect(prettyLine('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyLine('a,"b, c"')).toBe('a,"b, c"');
});

describe('rules for personal data', () => {
  test('are the same for the same decisions, in whatever order they came', () => {
    const there = withLeft(withLeft(defaultPersonalData, 'b', true), 'a', true);
    expect(there).toEqual(withLeft(withLeft(defaultPersonalData, 'a', true), 'b', true));
    expect(withLeft(there, 'a', false).leave).toEqual(['b']);
    const without = withKind(defaultPersonalData, 'name', false);
    expect(without.kinds).not.toContain('name');
    expect(withKind(withKind(withKind(without, 'email', false), 'name', true), 'email', true)).toEqual(
      defaultPersonalData,
    );
  });

  test('list the kinds of a lead after those of Assay, also those that are not looked for', () => {
    const rules = { ...withKind(defaultPersonalData, 'iban', false), patterns: [{ name: 'member id', pattern: 'M' }] };
    expect(kindsOf(rules).map(({ id, on }) => [id, on])).toContainEqual(['iban', false]);
    expect(kindsOf(rules).at(-1)).toEqual({ id: 'member id', name: 'member id', on: true, pattern: 'M' });
  });
});

test('a step whose reasons add up to more than it stops says how many those are', () => {
  const funnel: DatasetCounts['funnel'] = [
    { step: 'approved', count: 20, reasons: {} },
    { step: 'gate', count: 17, reasons: { 'score_below:tone': 2, 'score_below:overall': 3 } },
    { step: 'deduplicated', count: 15, reasons: { exact_duplicate: 2 } },
  ];
  expect(funnel.map((_, index) => stoppedInAll(funnel, index))).toEqual([null, 3, null]);
});
