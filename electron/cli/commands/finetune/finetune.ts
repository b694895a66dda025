import { command } from '../../command.ts';
import { type ExitCode, UsageError } from '../../exit.ts';
import { create, preflight } from './begin.ts';
import { cancel, giveUp, link, list, providers, watch } from './look.ts';
import { planHelp, planOptions } from './plan.ts';

const actions = { preflight, create, watch, list, cancel, link, 'give-up': giveUp, providers };

export const finetuneCommand = command({
  name: 'finetune',
  usage: 'finetune preflight|create|watch|list|cancel|link|give-up|providers [RUN] --workspace DIR [--json]',
  summary: 'Fine-tunes a model on a dataset, at a provider',
  details: `  preflight        what stands in the way, when things end, and what it would cost; sends no data
  create           the same, and then sends the files, asks for the job once, and stays until it has ended
  watch [RUN]      goes on with what has not ended, and stays
  list [RUN]       the runs, the newest first; or one of them
  cancel RUN       ends a run, at the provider where its job is there already
  link RUN JOB     says which job at the provider a run has made that asks for it
  give-up RUN      looks after a run no more that asks, stands still, or waits for what may never come
  providers        who can be asked; --add ID=URL adds a server of the same shape, or changes its address

Options of preflight and create:
${planHelp}

The key comes from the environment variable ASSAY_PROVIDER_KEY, or from stdin; never from the command line, and it is kept
nowhere. A run is asked for once in its life: killed at any point, “watch” goes on and looks for its job. list reads beside
an open window; the others need the workspace for themselves.`,
  options: planOptions,
  async run({ workspace, terminal }, values, [name, ...named]): Promise<ExitCode> {
    const action = Object.entries(actions).find(([known]) => known === name)?.[1];
    if (!action) throw new UsageError(name ? `There is no “finetune ${name}”.` : 'No action is given.', 'finetune');
    return action({ workspace, terminal, values, named });
  },
});
