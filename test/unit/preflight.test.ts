import { describe, expect, it } from 'vitest';
import { estimateOf, usualEpochs } from '../../electron/service/finetune/preflight/estimate.ts';
import type { DatasetFacts, FileFacts, PreflightFacts } from '../../electron/service/finetune/preflight/facts.ts';
import { preflightOf } from '../../electron/service/finetune/preflight/lines.ts';
import { endText } from '../../renderer/finetune/model-words.ts';
import { defaultCosts } from '../../shared/domain/default-costs.ts';
import type { PreflightCheck } from '../../shared/domain/preflight.ts';
import { builtInProviders, hasEnded } from '../../shared/rules/providers.ts';
import { providerAt, runPlan, tunable } from '../fixtures/runs.ts';

const openAi = builtInProviders[0] ?? providerAt('https://api.openai.com/v1');

function file(change: Partial<FileFacts> = {}): FileFacts {
  const known = { path: '/d/train.jsonl', rows: 200, bytes: 50_000, sha256: 'a'.repeat(64), md5: 'b'.repeat(32) };
  return { file: known, changed: false, findings: 0, first: null, tokens: new Map([[500, 200]]), ...change };
}

function facts(change: Partial<PreflightFacts> = {}, dataset: Partial<DatasetFacts> = {}): PreflightFacts {
  return {
    plan: runPlan({ epochs: 3 }),
    provider: openAi,
    now: Date.parse('2026-11-26T12:00:00Z'),
    server: {
      models: [{ name: tunable, createdAt: null, ownedBy: null, shutdown: '2027-01-14' }],
      clockAheadMs: 0,
      jobs: 3,
    },
    dataset: {
      name: 'Refunds',
      folder: '/d',
      changed: null,
      erased: 0,
      holdout: 20,
      files: { train: file(), validation: null },
      ...dataset,
    },
    earlier: [],
    prices: defaultCosts.prices,
    confirmAbove: 10,
    ...change,
  };
}

/** The last line about one thing. */
const about = (check: PreflightCheck, given: PreflightFacts) =>
  preflightOf(given).lines.findLast((line) => line.check === check);

const server = (change: object) => ({ models: [], clockAheadMs: 0, jobs: 3, ...change });
const model = (shutdown: string | null) => ({ name: tunable, createdAt: null, ownedBy: null, shutdown });

describe('a preflight', () => {
  it('finds nothing in the way, and says when things end and what it costs, with days and sources', () => {
    const { lines, estimate, confirm, files } = preflightOf(facts());
    expect(lines.filter(({ level }) => level === 'refused')).toEqual([]);
    expect(about('deadline', facts())).toMatchObject({
      level: 'warning',
      message: 'OpenAI begins new jobs until 6 Jan 2027: 41 days left.',
      source: 'https://developers.openai.com/api/docs/deprecations',
    });
    expect(about('model', facts())?.message).toContain('ends on 14 Jan 2027, in 48 days');
    const tuned = `ft:${tunable}:org::id`;
    const both = { models: [model('2027-01-14'), { ...model(null), name: tuned }] };
    expect(about('model', facts({ plan: runPlan({ model: tuned }), server: server(both) }))?.message).toBe(
      `${tuned} ends on 14 Jan 2027, in 48 days, and whatever is tuned from it ends with it.`,
    );
    // 200 examples of 500 tokens, three times, at 3 USD a million.
    expect(estimate).toMatchObject({ tokens: 100_000, epochs: 3, amount: 0.9, currency: 'USD' });
    expect(about('cost', facts())?.message).toBe(
      'About 0.90 USD: 100,000 tokens × 3 epochs, at 3.00 USD a million (prices of 5 Aug 2026).',
    );
    expect(confirm).toBeNull();
    expect(Object.keys(files)).toEqual(['train']);
  });

  it.each(['January 14, 2027', '1799884800000', '2027-02-30', 'soon'])(
    'warns of an end that its server tells as “%s”, in those words',
    (told) => {
      expect(about('model', facts({ server: server({ models: [model(told)] }) }))).toMatchObject({
        level: 'warning',
        message: `${tunable} ends, as the server says it: “${told}”. Whatever is tuned from it ends with it.`,
      });
      expect(endText(model(told))).toBe(`ends, as its server says it: “${told}”`);
    },
  );

  it.each<[string, string, RegExp]>([
    ['2027-01-12T23:59:59Z', 'warning', /ends on 14 Jan 2027, in 1 day,/],
    ['2027-01-13T12:00:00Z', 'warning', /ends on 14 Jan 2027, in less than a day,/],
    ['2027-01-13T23:59:59Z', 'warning', /in less than a day/],
    ['2027-01-14T00:00:00Z', 'refused', /ended on 14 Jan 2027/],
  ])('takes a model to end as its day begins, as the window and the server do: at %s', (at, level, message) => {
    const now = Date.parse(at);
    expect(about('model', facts({ now }))).toMatchObject({ level, message: expect.stringMatching(message) });
    expect(hasEnded('2027-01-14', now)).toBe(level === 'refused');
  });

  it.each<[string, PreflightCheck, PreflightFacts, RegExp, RegExp]>([
    [
      'after the last day for jobs',
      'deadline',
      facts({ now: Date.parse('2027-01-07T00:00:00Z') }),
      /since 6 Jan 2027/,
      /trainer kit/,
    ],
    [
      'for a model that has ended',
      'model',
      facts({ server: server({ models: [model('2026-11-25')] }) }),
      /ended on 25 Nov 2026/,
      /goes on/,
    ],
    [
      'for a model that is not there',
      'model',
      facts({ server: server({ models: [model(null)].map((m) => ({ ...m, name: 'other' })) }) }),
      /no model/,
      /It has other/,
    ],
    [
      'for a method that is not offered',
      'method',
      facts({
        plan: runPlan({ method: 'dpo' }),
        provider: { ...openAi, capabilities: { ...openAi.capabilities, dpo: false } },
      }),
      /does not offer/,
      /supervised/,
    ],
    [
      'without a file of the format',
      'file',
      facts({}, { files: { train: null, validation: null } }),
      /no chats to train on/,
      /Build it again/,
    ],
    [
      'without the validation file that is wanted',
      'file',
      facts({ plan: runPlan({ validation: true }) }),
      /no chats for validation/,
      /Leave the validation file out/,
    ],
    [
      'with a changed file',
      'file',
      facts({}, { files: { train: file({ changed: true }), validation: null } }),
      /not as it was built/,
      /Verify/,
    ],
    [
      'with a faulty line',
      'file',
      facts(
        {},
        {
          files: {
            train: file({
              findings: 2,
              first: {
                line: 7,
                field: 'messages[1].content',
                rule: 'empty_content',
                message: '`content` is empty.',
                remedy: 'Give it a text.',
              },
            }),
            validation: null,
          },
        },
      ),
      /2 faults.*line 7, messages\[1\]\.content: `content` is empty/,
      /Give it a text/,
    ],
    [
      'with a file that is too large',
      'file',
      facts({}, { files: { train: file({ file: { ...file().file, bytes: 9_000_000_000 } }), validation: null } }),
      /9,000,000,000 bytes/,
      /smaller/,
    ],
    [
      'with erased samples',
      'dataset',
      facts({}, { erased: 2 }),
      /2 samples that the team has erased/,
      /Build it again/,
    ],
    [
      'with a key that is not taken',
      'access',
      facts({ server: { kind: 'wrong-key', message: 'Not this key.', safe: 'All.', remedy: 'Another.' } }),
      /Not this key/,
      /Another/,
    ],
  ])('refuses a run %s, and says what else works', (_, check, given, message, remedy) => {
    expect(about(check, given)).toMatchObject({
      level: 'refused',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(remedy),
    });
  });

  it.each([
    [15 * 60_000, '15 minutes ahead of'],
    [-3 * 3_600_000, '3 hours behind'],
    [60 * 86_400_000, '60 days ahead of'],
  ])('says by how much a clock is off: %s ms', (clockAheadMs, words) => {
    const given = facts({ server: { models: [model(null)], clockAheadMs, jobs: 3 } });
    expect(about('clock', given)?.message).toBe(`This machine’s clock is ${words} the server’s.`);
  });

  it('goes by the server’s clock where this machine’s is wrong', () => {
    const ahead = { models: [model(null)], clockAheadMs: 60 * 86_400_000, jobs: 3 };
    const given = facts({ now: Date.parse('2027-01-25T12:00:00Z'), server: ahead });
    expect(about('deadline', given)).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('41 days left'),
    });
  });

  it('warns whoever never tuned, runs the same again, holds nothing out, or has few examples', () => {
    expect(about('newcomer', facts({ server: server({ models: [model(null)], jobs: 0 }) }))?.level).toBe('warning');
    const again = {
      model: tunable,
      method: 'supervised',
      phase: 'succeeded',
      createdAt: '2026-11-20T10:00:00Z',
    } as const;
    expect(about('repeat', facts({ earlier: [again] }))?.message).toContain('already (run of 20 Nov 2026)');
    expect(about('repeat', facts({ earlier: [{ ...again, method: 'dpo' }] }))).toBeUndefined();
    expect(about('holdout', facts({}, { holdout: 0 }))?.level).toBe('warning');
    const few = file({ file: { ...file().file, rows: 12 } });
    expect(about('file', facts({}, { files: { train: few, validation: null } }))?.message).toContain('12 examples');
  });

  it('asks to type what is dear, or what nobody knows', () => {
    expect(preflightOf(facts({ confirmAbove: 0.89 })).confirm).toBe('0.90 USD');
    expect(preflightOf(facts({ prices: { currency: 'EUR', models: [] } }))).toMatchObject({
      confirm: 'unknown cost',
      estimate: { amount: null, price: null },
    });
  });

  it('counts what the server cuts as cut, and warns that it cuts', () => {
    const long = file({
      tokens: new Map([
        [70_000, 2],
        [100, 198],
      ]),
    });
    const given = facts({}, { files: { train: long, validation: null } });
    expect(estimateOf(long, given).tokens).toBe(2 * 65_536 + 19_800);
    expect(about('length', given)?.message).toContain('2 examples are longer than 65,536 tokens');
  });

  it('counts a prompt of DPO with either answer, each as cut, and says that this is the most', () => {
    const pairs = file({
      tokens: new Map([
        [70_000, 1],
        [100, 199],
      ]),
    });
    const plan = runPlan({ model: tunable, method: 'dpo', epochs: 1 });
    const given = facts({ plan }, { files: { train: pairs, validation: null } });
    expect(estimateOf(pairs, given).tokens).toBe(2 * (65_536 + 19_900));
    expect(about('cost', given)?.message).toMatch(/^At most about .* \(a prompt counts with either answer\) × 1 epoch/);
  });

  it('prices a tuned model that is tuned further as its base', () => {
    const given = facts({ plan: runPlan({ model: `ft:${tunable}:org::abc`, epochs: 1 }) });
    expect(estimateOf(file(), given).price?.perMillion).toBe(3);
  });
});

describe('the usual number of epochs', () => {
  it.each([
    [10, 10],
    [3, 25],
    [33, 3],
    [34, 3],
    [1_000, 3],
    [10_000, 2],
    [50_000, 1],
  ])('for %i examples is %i', (examples, epochs) => expect(usualEpochs(examples)).toBe(epochs));
});
