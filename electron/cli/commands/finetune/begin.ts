import { v7 as uuidv7 } from 'uuid';
import { isRefused } from '../../../../shared/domain/preflight.ts';
import { mustConfirm } from '../../confirm.ts';
import { type ExitCode, exit } from '../../exit.ts';
import { follow } from './follow.ts';
import { type Call, readPlan } from './plan.ts';
import { preflightText } from './text.ts';
import { withKey } from './with-service.ts';

export async function preflight(call: Call): Promise<ExitCode> {
  const plan = readPlan(call);
  return withKey(call, async (service, giveKey) => {
    await giveKey(plan.providerId);
    const found = await service.handlers['finetune.preflight'](plan);
    call.terminal.result(found, () => preflightText(found));
    return isRefused(found) ? exit.findings : exit.ok;
  });
}

export async function create(call: Call): Promise<ExitCode> {
  const plan = readPlan(call);
  const { terminal, values } = call;
  return withKey(call, async (service, giveKey) => {
    await giveKey(plan.providerId);
    const found = await service.handlers['finetune.preflight'](plan);
    if (isRefused(found)) {
      terminal.result({ preflight: found }, () => preflightText(found));
      return exit.findings;
    }
    terminal.note(preflightText({ ...found, confirm: null }));
    mustConfirm(found.confirm, values.confirm, 'finetune');
    const id = uuidv7();
    const run = await service.handlers['finetune.create']({ id, plan, confirmed: values.confirm ?? null });
    return follow(service, [run.id], terminal);
  });
}
