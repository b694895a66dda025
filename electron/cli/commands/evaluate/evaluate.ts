import { command } from '../../command.ts';
import { type ExitCode, UsageError } from '../../exit.ts';
import { create } from './create.ts';
import { list, results } from './look.ts';
import { planOptions } from './plan.ts';

const actions = { create, list, results };

export const evaluateCommand = command({
  name: 'evaluate',
  usage: 'evaluate create|list|results [ID] --workspace DIR [--json]',
  summary: 'Has two models answer a hold-out, and tells what blind judges made of it',
  details: `  create           asks both models for their answers, to the end; they are judged blind in the window
  list             the evaluations of the workspace, the newest first
  results ID       what an evaluation has come to, once its results are open

Options of create:
      --name NAME              by which judges know it; it should name neither model
      --dataset ID             whose hold-out is answered; the id may be cut short
      --base PROVIDER:MODEL    the model that is there, as openai:gpt-4.1-mini-2025-04-14
      --tuned PROVIDER:MODEL   the model that may take its place, of the same provider
      --items COUNT            at most so many items, drawn by --draw SEED; else all that are held out
      --temperature NUMBER     0 without it; “server” lets the server choose
      --max-tokens COUNT       the longest answer; 600 without it
      --seed SEED              for both models; 1 without it
      --judges COUNT           how many judges each item wants; 1 without it
      --scored                 judges may score both answers by the rubric, too
      --confirm TEXT           the amount, where it is more than the workspace lets pass without a word

The provider's key comes from the environment variable ASSAY_PROVIDER_KEY, or from stdin; never from the command line.
Ctrl-C stops safely: answers that have come are kept, and the same command asks for the rest.

Options of results:
      --open                   opens them first, which ends the judging
      --early                  even before every wanted judgment is there

list and results read beside an open window; create and --open need the workspace for themselves.`,
  options: { ...planOptions, open: { type: 'boolean' }, early: { type: 'boolean' } },
  async run({ workspace, terminal }, values, [name, ...named]): Promise<ExitCode> {
    const action = Object.entries(actions).find(([known]) => known === name)?.[1];
    if (!action) throw new UsageError(name ? `There is no “evaluate ${name}”.` : 'No action is given.', 'evaluate');
    return action({ workspace, terminal, values, named });
  },
});
