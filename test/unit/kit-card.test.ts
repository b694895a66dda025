import { describe, expect, it } from 'vitest';
import { cardAndKit } from '../../electron/service/dataset/kit/kit.ts';
import { sums } from '../../electron/service/dataset/kit/sums.ts';
import type { Manifest } from '../../electron/service/dataset/lockfile/manifest.ts';
import { recipe } from '../fixtures/datasets.ts';
import { filesFor, manifestOf } from '../fixtures/manifest.ts';
import { parseYaml } from '../fixtures/yaml.ts';

function cardOf(change: Partial<Manifest> = {}, tools = false): string {
  const [card] = cardAndKit({ manifest: manifestOf(change), shape: { tools } });
  return card?.text ?? '';
}
const frontMatterOf = (card: string) => parseYaml(card.slice(4, card.indexOf('\n---\n') + 1));

describe('a card', () => {
  it('says what the manifest says', async () => {
    const formats = ['trl-dpo', 'parquet'] as const;
    const text = cardOf({
      recipe: recipe({ name: 'Support', formats: [...formats] }),
      unformatted: { 'trl-dpo': { no_pair: 7 } },
    });
    await expect(text).toMatchFileSnapshot('../fixtures/kit/card.md');
  });

  it('splits by side, and names the hold-out so that nobody takes it for a test set', () => {
    const read = frontMatterOf(cardOf({ recipe: recipe({ formats: ['trl-sft', 'trl-kto'] }) }, true));
    expect(read).toMatchObject({
      task_categories: ['text-generation'],
      size_categories: ['1K<n<10K'],
      tags: ['customer-support', 'sft', 'kto'],
      configs: [
        {
          config_name: 'trl-sft',
          default: true,
          data_files: [
            { split: 'train', path: 'trl-sft/train.jsonl' },
            { split: 'validation', path: 'trl-sft/validation.jsonl' },
            { split: 'holdout', path: 'trl-sft/holdout.jsonl' },
          ],
        },
        { config_name: 'trl-kto' },
      ],
      dataset_info: [
        {
          config_name: 'trl-sft',
          features: [
            { name: 'messages', list: { dtype: 'json' } },
            { name: 'tools', dtype: 'string' },
          ],
        },
        { config_name: 'trl-kto', features: [{}, {}, { name: 'label', dtype: 'bool' }, {}] },
      ],
    });
    expect(read).not.toHaveProperty('license');
    expect(read).not.toHaveProperty('language');
  });

  it('configures the formats of one container, since all are read with the reader of the first', () => {
    const names = (formats: Manifest['recipe']['formats']) => {
      const read = frontMatterOf(cardOf({ recipe: recipe({ formats }) })) as { configs: { config_name: string }[] };
      return read.configs.map(({ config_name }) => config_name);
    };
    expect(names(['csv', 'parquet', 'sharegpt', 'trl-sft'])).toEqual(['sharegpt', 'trl-sft']);
    expect(names(['csv', 'parquet'])).toEqual(['parquet']);
    expect(frontMatterOf(cardOf({ recipe: recipe({ formats: ['csv'] }) }))).toMatchObject({
      configs: [{ config_name: 'csv', keep_default_na: false }],
    });
  });

  it('is of the size that the Hub has a name for', () => {
    const size = (train: number) =>
      frontMatterOf(cardOf({ examples: { train, validation: 0, holdout: 0 }, rejected: 0 }));
    expect(size(999)).toMatchObject({ size_categories: ['n<1K'] });
    expect(size(1_000)).toMatchObject({ size_categories: ['1K<n<10K'] });
    expect(size(3_000_000)).toMatchObject({ size_categories: ['1M<n<10M'] });
    expect(size(10 ** 10)).toMatchObject({ size_categories: ['n>1B'] });
  });

  it('tells what was asked of samples', () => {
    const text = cardOf({
      recipe: recipe({
        filters: { agent: 'bo|t', tags: ['<b>', 'x'], from: '2026-01-01T00:00:00Z', to: null },
        systemPrompts: { 'bo|t': 'a secret prompt' },
        maxTokens: 4_096,
        nearDuplicates: 'keep_all',
        choices: { keep: ['s1'], leaveOut: [] },
        personalData: {
          kinds: ['email'],
          patterns: [{ name: '`id`', pattern: 'x+' }],
          allow: ['help@shop.example'],
          leave: [],
        },
      }),
    });
    expect(text).toContain('Agent: bo\\|t. Tags: all of \\<b\\>, x.');
    expect(text).toContain('Created from 2026\\-01\\-01T00\\:00\\:00Z.');
    expect(text).toContain('Examples of more than 4,096 tokens stay out.');
    expect(text).toContain('samples with nearly the same prompt all stay');
    expect(text).toContain('1 kept, 0 left out');
    expect(text).toContain('email, \\`id\\`. Let stay by a person: 1 value.');
    expect(text).not.toMatch(/a secret prompt|help@shop/);
  });

  it('says so when nothing was done about personal data', () => {
    const personalData = { kinds: [], patterns: [], allow: [], leave: [] };
    expect(cardOf({ recipe: recipe({ personalData }) })).toContain('Nothing was done about personal data.');
  });

  it('shows the largest intents only', () => {
    const intents = Array.from({ length: 60 }, (_, index) => ({
      intent: `i${index}`,
      examples: index,
      collected: 100,
    }));
    const text = cardOf({ intents });
    expect(text).toContain('| i59 | 59 | 100 |');
    expect(text).not.toContain('| i9 | 9 |');
    expect(text).toContain('And 10 more');
  });
});

describe('the sums', () => {
  it('are what sha256sum reads, by path', () => {
    const files = filesFor(['trl-sft']);
    const hash = 'a'.repeat(64);
    expect(sums(files).text).toBe(
      `${hash}  trl-sft/holdout.jsonl\n${hash}  trl-sft/train.jsonl\n${hash}  trl-sft/validation.jsonl\n`,
    );
  });
});
