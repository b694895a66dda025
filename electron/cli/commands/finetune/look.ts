import { ownProviderSchema } from '../../../../shared/domain/provider.ts';
import type { Run } from '../../../../shared/domain/run.ts';
import { defaultCapabilities } from '../../../../shared/rules/providers.ts';
import { isFinished } from '../../../../shared/rules/run.ts';
import { Runs } from '../../../service/finetune/run/runs.ts';
import { jobOf } from '../../../service/jobs/table.ts';
import { oneNamed } from '../../../service/named.ts';
import { reading } from '../../../service/workspace/open.ts';
import { type ExitCode, exit, UsageError } from '../../exit.ts';
import { parsed } from '../../parsed.ts';
import { follow } from './follow.ts';
import type { Call } from './plan.ts';
import { runLine, runText } from './text.ts';
import { withKey, withService } from './with-service.ts';

/** Reads beside whoever has the workspace open. */
export async function list({ workspace, terminal, named }: Call): Promise<ExitCode> {
  return reading(workspace, (work) => {
    const runs = new Runs(work, () => {});
    const jobFor = ({ jobId }: Run) => (jobId === null ? null : jobOf(work, jobId));
    if (named.length > 0) {
      const run = oneNamed(runs.list(), idOf(named), 'run');
      terminal.result({ run, ...runs.detail(run.id) }, () => runText(run, jobFor(run)));
    } else {
      const all = runs.list();
      terminal.result({ runs: all }, () =>
        all.length === 0
          ? 'Nothing was fine-tuned in this workspace yet.'
          : all.map((run) => runLine(run, jobFor(run))).join('\n'),
      );
    }
    return exit.ok;
  });
}

/** Goes on with what has not ended, and stays until it has. */
export async function watch(call: Call): Promise<ExitCode> {
  const wanted = call.named.length > 0 ? idOf(call.named) : null;
  return withKey(call, async (service, giveKey) => {
    const runs = await service.handlers['finetune.list']();
    const open = wanted === null ? runs.filter((run) => !isFinished(run)) : [oneNamed(runs, wanted, 'run')];
    const [first] = open;
    if (!first) {
      call.terminal.result({ runs: [] }, () => 'No run is under way.');
      return exit.ok;
    }
    // One key for all: a command is called with one.
    if (open.some(({ provider }) => provider.id !== first.provider.id))
      throw new UsageError('The runs are at several providers: name one run.', 'finetune');
    await giveKey(first.provider.id);
    for (const { id } of open) await service.handlers['finetune.resume']({ id });
    return follow(
      service,
      open.map(({ id }) => id),
      call.terminal,
    );
  });
}

export async function cancel(call: Call): Promise<ExitCode> {
  const wanted = idOf(call.named);
  return withKey(call, async (service, giveKey) => {
    const run = oneNamed(await service.handlers['finetune.list'](), wanted, 'run');
    await giveKey(run.provider.id);
    const cancelled = await service.handlers['finetune.cancel']({ id: run.id });
    return follow(service, [cancelled.id], call.terminal);
  });
}

/** A person says that a run's job is this one. */
export async function link(call: Call): Promise<ExitCode> {
  const [id, remoteId, ...more] = call.named;
  if (id === undefined || remoteId === undefined || more.length > 0)
    throw new UsageError('Name one run, and its job by the provider’s id.', 'finetune');
  return withKey(call, async (service, giveKey) => {
    const run = oneNamed(await service.handlers['finetune.list'](), id, 'run');
    await giveKey(run.provider.id);
    await service.handlers['finetune.link']({ id: run.id, jobId: remoteId });
    return follow(service, [run.id], call.terminal);
  });
}

export async function giveUp(call: Call): Promise<ExitCode> {
  const wanted = idOf(call.named);
  return withService(call, async ({ handlers }) => {
    const { id } = oneNamed(await handlers['finetune.list'](), wanted, 'run');
    const run = await handlers['finetune.abandon']({ id });
    call.terminal.result({ run }, () => runText(run, null));
    return exit.ok;
  });
}

/** Lists the providers; `--add ID=URL` adds a server of one's own, or gives one another address. */
export async function providers(call: Call): Promise<ExitCode> {
  const { add } = call.values;
  return withService(call, async ({ handlers }) => {
    if (add !== undefined) {
      const [, id = '', baseUrl = ''] = /^([^=]+)=(.+)$/.exec(add) ?? [];
      if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id))
        throw new UsageError(
          `--add is a short name and an address, as in own=https://example.com/v1, not “${add}”.`,
          'finetune',
        );
      const known = (await handlers['providers.list']()).find((provider) => provider.id === id);
      const { name, capabilities, newJobsUntil } = known ?? fresh(id);
      const provider = { id, kind: 'compatible', name, baseUrl, capabilities, newJobsUntil };
      await handlers['providers.save'](parsed(ownProviderSchema, provider, 'finetune'));
    }
    const all = await handlers['providers.list']();
    call.terminal.result({ providers: all }, () =>
      all.map(({ id, name, baseUrl }) => `${id.padEnd(12)} ${name}  ${baseUrl}`).join('\n'),
    );
    return exit.ok;
  });
}

const fresh = (name: string) => ({ name, capabilities: defaultCapabilities, newJobsUntil: null });

function idOf([id, more]: readonly string[]): string {
  if (id === undefined || more !== undefined) throw new UsageError('Name one run, by its id.', 'finetune');
  return id;
}
