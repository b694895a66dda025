import { command } from '../../command.ts';
import { type ExitCode, UsageError } from '../../exit.ts';
import { build } from './build.ts';
import { diff, list, rebuild, remove, show, verify, why } from './look.ts';
import { recipeHelp, recipeOptions } from './recipe.ts';

const actions = { build, list, show, verify, rebuild, diff, why, remove };

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
    const action = Object.entries(actions).find(([known]) => known === name)?.[1];
    if (!action) throw new UsageError(name ? `There is no “dataset ${name}”.` : 'No action is given.', 'dataset');
    return action({ workspace, terminal, values, named });
  },
});
