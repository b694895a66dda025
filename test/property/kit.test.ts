import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { oneLine } from '../../electron/service/dataset/kit/escape.ts';
import { cardAndKit } from '../../electron/service/dataset/kit/kit.ts';
import type { Manifest } from '../../electron/service/dataset/lockfile/manifest.ts';
import { formatIds, type Recipe } from '../../shared/domain/dataset.ts';
import { recipe } from '../fixtures/datasets.ts';
import { hostileTexts } from '../fixtures/hostile.ts';
import { filesFor, manifestOf } from '../fixtures/manifest.ts';
import { parseYaml } from '../fixtures/yaml.ts';

const breaking = [
  '---',
  '...',
  '\n---\n',
  '\n...\n',
  '"',
  '{{ x }}',
  '# x',
  '\n\n# x',
  '- x',
  '| x |',
  '<!-- x',
  '```',
  '\u202e',
  '\ud800',
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc
    .array(fc.constantFrom(...hostileTexts, ...breaking), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('')),
);

const anyRecipe: fc.Arbitrary<Recipe> = fc
  .record({
    name: text.filter((name) => name.trim() !== ''),
    formats: fc.uniqueArray(fc.constantFrom(...formatIds), { minLength: 1 }),
    filters: fc.record({
      agent: fc.option(text),
      tags: fc.array(text, { maxLength: 3 }),
      from: fc.constant(null),
      to: fc.constant(null),
    }),
    systemPrompts: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
    split: fc.record({
      seed: fc.integer({ min: 0, max: 0xffff_ffff }),
      validation: fc.constant(0.1),
      holdout: fc.constant(0.1),
    }),
    personalData: fc.record({
      kinds: fc.constant<Recipe['personalData']['kinds']>([]),
      patterns: fc.array(fc.record({ name: text, pattern: fc.constant('x') }), { maxLength: 2 }),
      allow: fc.constant<string[]>([]),
      leave: fc.constant<string[]>([]),
    }),
  })
  .map(recipe);

const anyDataset = fc.record({ recipe: anyRecipe, intent: fc.option(text), tools: fc.boolean() }).map((made) => {
  const intents = [{ intent: made.intent, examples: 1, collected: 1 }];
  const files = filesFor(made.recipe.formats);
  return { manifest: manifestOf({ recipe: made.recipe, intents, files }), shape: { tools: made.tools } };
});

describe('the card and the kit of any recipe', () => {
  it('have a front matter that ends where it ends and says the name', () => {
    fc.assert(
      fc.property(anyDataset, (dataset) => {
        const [card] = cardAndKit(dataset);
        const lines = (card?.text ?? '').split('\n');
        const ends = lines.flatMap((line, index) => (/^(---|\.\.\.)/.test(line) ? [index] : []));
        expect(ends).toHaveLength(2);
        expect(ends[0]).toBe(0);
        const front = lines.slice(1, ends[1]).join('\n');
        // Nothing that a reader of YAML 1.1 takes for the end of a line, or refuses.
        expect(front).not.toMatch(
          /[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]/u,
        );
        expect(parseYaml(front)).toMatchObject({ pretty_name: oneLine(dataset.manifest.recipe.name) });
      }),
    );
  });

  it('have the same headings, lists and tables, and no HTML or link, whatever the names', () => {
    const blocksOf = (markdown: string) => marked.lexer(markdown).map(({ type }) => type);
    fc.assert(
      fc.property(anyDataset, (dataset) => {
        const [card] = cardAndKit(dataset);
        const body = (card?.text ?? '').split('\n---\n').slice(1).join('\n---\n');
        const tame = cardAndKit({
          ...dataset,
          manifest: manifestOf({
            ...dataset.manifest,
            recipe: { ...dataset.manifest.recipe, name: 'x' },
            intents: [{ intent: 'x', examples: 1, collected: 1 }],
          }),
        })[0]?.text.split('\n---\n');
        expect(blocksOf(body)).toEqual(blocksOf((tame ?? []).slice(1).join('\n---\n')));
        const [list] = marked.lexer(body).filter(({ type, raw }) => type === 'list' && raw.startsWith('- Agent'));
        const inline: string[] = [];
        void marked.walkTokens([list ?? { type: 'space', raw: '' }], ({ type }) => {
          inline.push(type);
        });
        expect(inline.filter((type) => !['list', 'list_item', 'text', 'escape'].includes(type))).toEqual([]);
      }),
    );
  });

  it('are the same texts for the same dataset', () => {
    fc.assert(
      fc.property(anyDataset, (dataset) => {
        expect(cardAndKit(structuredClone(dataset))).toEqual(cardAndKit(dataset));
      }),
    );
  });

  it('have recipes in which nobody’s text stands', () => {
    fc.assert(
      fc.property(anyDataset, (dataset) => {
        const { formats, split } = dataset.manifest.recipe;
        const tame = { ...dataset.manifest, recipe: recipe({ formats, split }), intents: [] };
        const kitOf = (manifest: Manifest) => cardAndKit({ manifest, shape: dataset.shape }).slice(1);
        expect(kitOf(dataset.manifest)).toEqual(kitOf(tame));
      }),
    );
  });
});
