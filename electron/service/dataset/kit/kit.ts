import { card } from './card.ts';
import type { Content, TextFile } from './content.ts';
import { kitReadme } from './readme.ts';
import { datasetInfoOf, recipesOf } from './recipes.ts';

/** The card of a dataset, and the recipes for the trainers that its formats are for. */
export function cardAndKit(content: Content): TextFile[] {
  const recipes = recipesOf(content);
  if (recipes.length === 0) return [card(content, false)];
  return [
    card(content, true),
    kitReadme(recipes),
    ...recipes.map(({ path, text }) => ({ path, text })),
    ...datasetInfoOf(content),
  ];
}
