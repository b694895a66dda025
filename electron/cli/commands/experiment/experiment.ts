import { command } from '../../command.ts';
import { type ExitCode, UsageError } from '../../exit.ts';
import { callOptions } from './call.ts';
import { decide, open, plan, rollout, start, stop } from './change.ts';
import { list, show } from './look.ts';

const actions = { list, show, plan, start, open, stop, decide, rollout };

export const experimentCommand = command({
  name: 'experiment',
  usage: 'experiment list|show|plan|start|open|stop|decide|rollout [ID|FILE|AGENT] --workspace DIR [--json]',
  summary: 'Compares two models on live conversations, and rolls one out',
  details: `  list             the experiments of the team and what each agent answers with, as at the last sync; first what leads
                   had decided and a restored server has lost
  show ID          what an experiment tells; before its result is opened no more than harm
  plan FILE        saves a plan, a JSON object as “show --json” has it; --id ID changes one that has not started
  start ID         gives each new conversation of the agent an arm
  open ID          opens the result when the planned days are over, or the next look: it counts what is known then
  stop ID          gives none any more
  decide ID        for good: --verdict ship or do_not_ship, and --reason TEXT
  rollout AGENT    changes what an agent answers with: --model NAME and --why TEXT, --id ID of the experiment behind it

An id may be cut short. list and show read beside an open window what the last sync has brought, and go by the server's
clock. The others are for leads: they sign in with the password from the environment variable ASSAY_PASSWORD, or from stdin,
never from the command line, need the server, and the workspace for themselves.`,
  options: callOptions,
  async run({ workspace, terminal }, values, [name, ...named]): Promise<ExitCode> {
    const action = Object.entries(actions).find(([known]) => known === name)?.[1];
    if (!action) throw new UsageError(name ? `There is no “experiment ${name}”.` : 'No action is given.', 'experiment');
    return action({ workspace, terminal, values, named });
  },
});
