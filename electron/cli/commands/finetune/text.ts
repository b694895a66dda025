import { isRefused, type Preflight, type PreflightLine } from '../../../../shared/domain/preflight.ts';
import type { Run } from '../../../../shared/domain/run.ts';
import { amountText } from '../../../../shared/rules/readiness-costs.ts';
import { runCostText, runName, runPhaseNames } from '../../../../shared/rules/run-words.ts';
import { columns, count, instant } from '../../format.ts';

const marks: Record<PreflightLine['level'], string> = { ok: 'ok', warning: 'warning', refused: 'REFUSED' };

/** What is said of a line stands below its sentence. */
const below = `\n${' '.repeat(19)}`;

export function preflightText(preflight: Preflight): string {
  const { lines, confirm } = preflight;
  const told = lines.map(({ check, level, message, remedy, source }) =>
    [`${marks[level].padEnd(8)} ${check.padEnd(9)} ${message}`, remedy, source]
      .filter((part) => part !== null)
      .join(below),
  );
  const asked = confirm === null || isRefused(preflight) ? [] : [`To begin it, give --confirm "${confirm}".`];
  return [...told, ...asked].join('\n');
}

export function runText(run: Run): string {
  const { id, plan, provider, datasetName, createdAt, phase, remoteId, remote, model, estimate, error } = run;
  return columns([
    ['run', id],
    ['begun', instant(createdAt)],
    ['model', plan.model],
    ['dataset', `${datasetName} (${plan.datasetId.slice(0, 16)})`],
    ['provider', provider.name],
    ['state', runPhaseNames[phase], remote && remote.status !== phase ? `(${remote.status})` : ''],
    ...(remoteId === null ? [] : [['job there', remoteId] as [string, string]]),
    ...(remote?.trainedTokens ? [['trained', `${count(remote.trainedTokens)} tokens`] as [string, string]] : []),
    ['expected', amountText(estimate.amount, estimate.currency)],
    ['cost', runCostText(run)],
    ...(model === null ? [] : [['tuned model', model] as [string, string]]),
    ...(error === null ? [] : [['error', `${error.message} ${error.safe} ${error.remedy}`] as [string, string]]),
  ]);
}

/** A run in one line. */
export function runLine({ id, plan, datasetName, createdAt, phase, model }: Run): string {
  return `${id}  ${instant(createdAt)}  ${runName(plan)} on ${datasetName}: ${runPhaseNames[phase]}${model === null ? '' : `, ${model}`}`;
}
