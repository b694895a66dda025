import { command } from '../../command.ts';
import { type ExitCode, UsageError } from '../../exit.ts';
import { recipeHelp, recipeOptions } from './recipe.ts';

const looks = ['list', 'show', 'verify', 'rebuild', 'diff', 'why', 'remove'] as const;

export const datasetCommand = command({
  name: 'dataset',
  usage: 'dataset build|list|show|verify|rebuild|diff|why|remove [ID|SAMPLE]… --workspace DIR [--json]',
  summary: 'Builds datasets that can be rebuilt, and looks after them',
  details: `  build            builds one; the same labels, samples and recipe give the same dataset
  list             the datasets of the workspace, the newest first
  show ID          one of them: funnel, files, hashes
  verify ID        reads every file and tells what is not as it was built
  rebuild ID       builds it again from what is here now, compares the bytes and keeps nothing
  diff ID ID       what came in, what left and what changed between two, and why
  why SAMPLE       why a sample would be in, or why it would be out
  remove ID        removes its files; what it held out is never trained on all the same

An ID may be cut short. Options of build and why; what is not given is as the workspace has it:
${recipeHelp}

It only reads samples and labels, and works beside an open window.`,
  options: recipeOptions,
  async run({ workspace, terminal }, values, [name, ...named]): Promise<ExitCode> {
    // Loaded when asked for: a tokenizer's tables would slow down every other command.
    if (name === 'build') return (await import('./build.ts')).build({ workspace, terminal, values, named });
    const look = looks.find((known) => known === name);
    if (!look) throw new UsageError(name ? `There is no “dataset ${name}”.` : 'No action is given.', 'dataset');
    return (await import('./look.ts'))[look]({ workspace, terminal, values, named });
  },
});
