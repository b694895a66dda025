import { type FormatId, formatIds, type Recipe, recipeSchema } from '../../../../shared/domain/dataset.ts';
import { recipeOf } from '../../../../shared/rules/recipe.ts';
import { openSource } from '../../../service/dataset/source.ts';
import type { WorkspaceContext } from '../../command.ts';
import { UsageError } from '../../exit.ts';

/** What the command line can say of a recipe; what it leaves out is as the workspace has it. */
export const recipeOptions = {
  name: { type: 'string' },
  agent: { type: 'string' },
  tag: { type: 'string', multiple: true },
  from: { type: 'string' },
  to: { type: 'string' },
  'min-score': { type: 'string' },
  format: { type: 'string', multiple: true },
  seed: { type: 'string' },
  validation: { type: 'string' },
  holdout: { type: 'string' },
  'keep-near': { type: 'boolean' },
  'max-tokens': { type: 'string' },
  'accept-large-group': { type: 'boolean' },
} as const;

export const recipeHelp = `      --name NAME          what people call it
      --format F           a format, repeated for several; “all” for every one:
                           ${formatIds.slice(0, 5).join(' ')}
                           ${formatIds.slice(5).join(' ')}
      --agent A, --tag T   only samples of this agent, with this tag (repeated: with every one)
      --from D, --to D     only samples created since, and before, a date and time with its zone
      --min-score N        least score, 1 to 5, overall and on every criterion
      --validation S       share of conversations looked at while training, 0 to 0.5
      --holdout S          share of conversations kept for judging the model, 0 to 0.5
      --seed N             draws which ones
      --keep-near          keeps near duplicates; of exact ones and of conflicts one stays all the same
      --max-tokens N       the longest example that the target takes
      --accept-large-group builds although one group of alike samples is more than a twentieth`;

type Given = {
  [K in keyof typeof recipeOptions]?: (typeof recipeOptions)[K] extends { multiple: true }
    ? string[]
    : (typeof recipeOptions)[K]['type'] extends 'boolean'
      ? boolean
      : string;
};

/** One call of `assay dataset`; `named` is what follows the action. */
export type Call = WorkspaceContext & { values: Given; named: string[] };

/** The recipe of a workspace, with what the command line says in its place. */
export function readRecipe(workspace: string, given: Given): Recipe {
  const source = openSource(workspace);
  const recipe = recipeOf(source.settings);
  source.close();
  const score = number(given['min-score'], '--min-score');
  const parsed = recipeSchema.safeParse({
    ...recipe,
    name: given.name ?? recipe.name,
    filters: {
      agent: given.agent ?? recipe.filters.agent,
      tags: given.tag ?? recipe.filters.tags,
      from: given.from ?? recipe.filters.from,
      to: given.to ?? recipe.filters.to,
    },
    gate: score === null ? recipe.gate : { ...recipe.gate, minOverall: score, minCriterion: score },
    formats: given.format ? readFormats(given.format) : recipe.formats,
    split: {
      seed: number(given.seed, '--seed') ?? recipe.split.seed,
      validation: number(given.validation, '--validation') ?? recipe.split.validation,
      holdout: number(given.holdout, '--holdout') ?? recipe.split.holdout,
    },
    nearDuplicates: given['keep-near'] ? 'keep_all' : recipe.nearDuplicates,
    maxTokens: number(given['max-tokens'], '--max-tokens') ?? recipe.maxTokens,
    largeGroupAccepted: given['accept-large-group'] ?? recipe.largeGroupAccepted,
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${issue?.path.join('.')}: ${issue?.message}.`, 'dataset');
}

function readFormats(given: readonly string[]): FormatId[] {
  if (given.includes('all')) return [...formatIds];
  return given.map((name) => {
    const id = formatIds.find((known) => known === name);
    if (!id) throw new UsageError(`There is no format “${name}”. There are: ${formatIds.join(', ')}.`, 'dataset');
    return id;
  });
}

function number(text: string | undefined, option: string): number | null {
  if (text === undefined) return null;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new UsageError(`${option} is a number, not “${text}”.`, 'dataset');
  return value;
}
