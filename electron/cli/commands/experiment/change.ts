import { readFileSync } from 'node:fs';
import { v4 as uuidv4 } from 'uuid';
import { experimentPlanSchema } from '../../../../shared/domain/experiment.ts';
import { decisionSchema, type LiveExperiment } from '../../../../shared/domain/live-experiment.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { oneNamed } from '../../../service/named.ts';
import type { Service } from '../../../service/service.ts';
import { type ExitCode, exit, UsageError } from '../../exit.ts';
import { userPath } from '../../place.ts';
import { type Call, given, onlyOf } from './call.ts';
import { signedIn } from './signed-in.ts';

/** Saves the plan of a file. */
export async function plan(call: Call): Promise<ExitCode> {
  const read = readPlan(userPath(onlyOf(call, 'one file with a plan')));
  return signedIn(call, async (service) => {
    const { id: named } = call.values;
    const id = named === undefined ? uuidv4() : (await known(service, named)).id;
    await service.handlers['experiment.save']({ id, plan: read });
    call.terminal.result({ id }, () => `saved as ${id}`);
    return exit.ok;
  });
}

export const start = (call: Call): Promise<ExitCode> => change(call, 'experiment.start');
export const stop = (call: Call): Promise<ExitCode> => change(call, 'experiment.stop');

/** Opens the look that is due. */
export async function open(call: Call): Promise<ExitCode> {
  const wanted = onlyOf(call, 'one experiment, by its id');
  return signedIn(call, async (service) => {
    const { id } = await known(service, wanted);
    const look = (await service.handlers['experiment.standing']({ id }))?.due?.look ?? null;
    if (look === null) throw nothingDue();
    await service.handlers['experiment.open']({ id, look });
    call.terminal.result({ id, look }, () => `opened: “assay experiment show ${id}” tells it after the next sync`);
    return exit.ok;
  });
}

/** Decides for good. */
export async function decide(call: Call): Promise<ExitCode> {
  const verdict = decisionSchema.safeParse(given(call, 'verdict')).data;
  if (verdict === undefined) throw new UsageError('--verdict is ship or do_not_ship.', 'experiment');
  const reason = given(call, 'reason');
  const wanted = onlyOf(call, 'one experiment, by its id');
  return signedIn(call, async (service) => {
    const { id } = await known(service, wanted);
    await service.handlers['experiment.decide']({ id, verdict, reason });
    call.terminal.result({ id, verdict, reason }, () => `decided: ${verdict}`);
    return exit.ok;
  });
}

/** Changes what an agent answers with. */
export async function rollout(call: Call): Promise<ExitCode> {
  const agent = onlyOf(call, 'one agent');
  const [model, why] = [given(call, 'model'), given(call, 'why')];
  return signedIn(call, async (service) => {
    const { id } = call.values;
    const experimentId = id === undefined ? null : (await known(service, id)).id;
    await service.handlers['experiment.setActiveModel']({ agent, model, why, experimentId });
    call.terminal.result({ agent, model, why, experimentId }, () => `${agent} answers with ${model}`);
    return exit.ok;
  });
}

async function change(call: Call, name: 'experiment.start' | 'experiment.stop'): Promise<ExitCode> {
  const wanted = onlyOf(call, 'one experiment, by its id');
  return signedIn(call, async (service) => {
    const { id, plan } = await known(service, wanted);
    // As the server says it: what it tells of it next may come later.
    const { state } = await service.handlers[name]({ id, read: plan });
    call.terminal.result({ id, state }, () => `${id} is ${state}`);
    return exit.ok;
  });
}

function nothingDue(): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: 'No result of this experiment can be opened now.',
    safe: 'Nothing was changed.',
    remedy: '“assay experiment show” says from when on; what was opened is told there.',
  });
}

async function known({ handlers }: Service, id: string): Promise<LiveExperiment> {
  return oneNamed((await handlers['experiment.list']()).experiments, id, 'experiment');
}

function readPlan(path: string) {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw unfit(`${path} cannot be read as JSON (${error instanceof Error ? error.message : error}).`);
  }
  const read = experimentPlanSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw unfit(`${path} is no plan. ${issue?.path.join('.') || 'The whole'}: ${issue?.message}.`);
}

function unfit(message: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message,
    safe: 'Nothing was saved.',
    remedy: 'A plan looks as in “assay experiment show ID --json”, under experiment.plan.',
  });
}
