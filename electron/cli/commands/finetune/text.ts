import type { Job } from '../../../../shared/domain/job.ts';
import { isRefused, type Preflight, type PreflightLine } from '../../../../shared/domain/preflight.ts';
import type { Run } from '../../../../shared/domain/run.ts';
import { amountText } from '../../../../shared/rules/readiness-costs.ts';
import { standingOf, troubleOf } from '../../../../shared/rules/run-trouble.ts';
import { phaseText, runCostText, runName, statusText } from '../../../../shared/rules/run-words.ts';
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

/** @param job what does it here */
export function runText(run: Run, job: Job | null): string {
  const { id, plan, provider, datasetName, createdAt, phase, remoteId, remote, model, estimate } = run;
  const { active, stuck } = standingOf(run, job);
  const standing = standingText(run, job);
  const status = remote && remote.status !== phase ? statusText(remote.status) : standing;
  const trouble = active ? null : troubleOf(run, job, stuck);
  return columns([
    ['run', id],
    ['begun', instant(createdAt)],
    ['model', plan.model],
    ['dataset', `${datasetName} (${plan.datasetId.slice(0, 16)})`],
    ['provider', provider.name],
    ['state', standing, status === standing ? '' : `(${status})`],
    ...(remoteId === null ? [] : [['job there', remoteId] as [string, string]]),
    ...(remote?.trainedTokens ? [['trained', `${count(remote.trainedTokens)} tokens`] as [string, string]] : []),
    ['expected', amountText(estimate.amount, estimate.currency)],
    ['cost', runCostText(run)],
    ...(model === null ? [] : [['tuned model', model] as [string, string]]),
    ...(trouble === null
      ? []
      : [['error', `${trouble.message} ${trouble.safe} ${trouble.remedy}`] as [string, string]]),
  ]);
}

/** A run in one line. */
export function runLine(run: Run, job: Job | null): string {
  const { id, plan, datasetName, createdAt, model } = run;
  return `${id}  ${instant(createdAt)}  ${runName(plan)} on ${datasetName}: ${standingText(run, job)}${model === null ? '' : `, ${model}`}`;
}

const standingText = (run: Run, job: Job | null): string =>
  standingOf(run, job).stuck ? 'stands still' : phaseText(run);
