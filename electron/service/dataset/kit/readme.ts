import type { TextFile } from './content.ts';
import type { Method, Recipe, Trainer } from './recipes.ts';
import { baseModel, llamafactoryTemplate, packages, resultFolder } from './settings.ts';

const pins = (trainer: Trainer) =>
  Object.entries(packages[trainer])
    .map(([name, version]) => `${name}==${version}`)
    .join(' ');

/** How each trainer is installed, started, and told of another model; none of it is specific to a dataset. */
const trainers: Record<Trainer, { python: string; run: (path: string) => string; model: string }> = {
  TRL: {
    python: 'Python 3.11 or newer',
    run: (path) => `python ${path}`,
    model: '`MODEL`',
  },
  axolotl: {
    python: 'Python 3.12 or newer, Linux and an NVIDIA or AMD GPU',
    // It sends statistics of its use unless it is told not to.
    run: (path) => `AXOLOTL_DO_NOT_TRACK=1 axolotl train ${path}`,
    model: '`base_model`',
  },
  'LLaMA-Factory': {
    python: 'Python 3.11 or newer',
    run: (path) => `llamafactory-cli train ${path}`,
    model: `\`model_name_or_path\`, and with it \`template\` (\`${llamafactoryTemplate}\` for the one named here)`,
  },
};

const methods: Record<Method, string> = {
  SFT: 'Supervised: to write the answers that passed the gate',
  DPO: 'By pairs: to prefer a correction to the draft that it replaced',
  KTO: 'By verdicts: from answers that passed and drafts that were rejected',
};

/** What becomes of a recipe, by its file: `kit/trl_sft.py` fills `../trained/trl-sft`. */
const resultOf = ({ path }: Recipe) =>
  `${resultFolder}/${path.slice('kit/'.length).replace(/\..*/, '').replace('_', '-')}`;

/** How to train with the recipes that are there. */
export function kitReadme(recipes: readonly Recipe[]): TextFile {
  const sections = [...Map.groupBy(recipes, ({ trainer }) => trainer)].map(([trainer, its]) => section(trainer, its));
  return {
    path: 'kit/README.md',
    text: `# Training on this dataset

Run the commands in the dataset's folder, where \`manifest.json\` is. For each trainer they are three: a clean environment,
the versions that the recipe was checked with, and the training. What comes out, a LoRA adapter, goes beside the dataset's
folder, into \`${resultFolder}\`: the dataset stays as it was built.

Each recipe trains on the split \`train\`, looks at \`validation\` where there is one, and leaves the hold-out for the day when
the model is judged. It learns the last answer of each conversation alone: earlier answers of the agent are there to be read,
because nobody approved them.

They begin with \`${baseModel}\`, whose weights take 8 GB; it is named near the top of each recipe. Weights are
downloaded from Hugging Face when a training begins, and nothing of the dataset is sent anywhere.

${sections.join('\n\n')}
`,
  };
}

function section(trainer: Trainer, recipes: readonly Recipe[]): string {
  const { python, run, model } = trainers[trainer];
  const environment = `../${trainer.toLowerCase()}-env`;
  const [first, ...others] = recipes;
  if (!first) return '';
  return [
    `## ${trainer}`,
    '',
    `Needs ${python}. Another model: change ${model}.`,
    '',
    '```sh',
    `python3 -m venv ${environment} && . ${environment}/bin/activate`,
    `pip install ${pins(trainer)}`,
    run(first.path),
    '```',
    '',
    described(first),
    ...others.flatMap((recipe) => [
      '',
      `${methods[recipe.method]}, instead of the last command:`,
      '',
      '```sh',
      run(recipe.path),
      '```',
      '',
      `Result: \`${resultOf(recipe)}\`, from \`${recipe.format}\`.`,
    ]),
  ].join('\n');
}

const described = (recipe: Recipe) =>
  `${methods[recipe.method]}. Result: \`${resultOf(recipe)}\`, from \`${recipe.format}\`.`;
