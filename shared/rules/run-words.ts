import type { Run, RunPhase, RunPlan } from '../domain/run.ts';
import { amountText } from './readiness-costs.ts';
import { costsNothing, isOver } from './run.ts';

/** What a person is told of a run's phase, inside a sentence. */
const runPhaseNames: Record<RunPhase, string> = {
  uploading: 'sending its files',
  unclear: 'looking for its job',
  asks: 'asks what became of its job',
  following: 'under way',
  succeeded: 'done',
  failed: 'failed at the provider',
  cancelled: 'cancelled',
  refused: 'declined by the provider',
  abandoned: 'given up',
};

/** What a run is called in lists. Those of one model on one dataset are told apart by what their model is to be called. */
export const runName = ({ model, suffix }: Pick<RunPlan, 'model' | 'suffix'>): string =>
  suffix === null ? model : `${model}, ${suffix}`;

/** What runs are called among each other: where only its seed tells one from another, with the seed that was asked for. */
export function runNamesAmong(runs: readonly { plan: RunPlan }[]): (plan: RunPlan) => string {
  const alike = ({ datasetId, model, suffix }: RunPlan) => JSON.stringify([datasetId, model, suffix]);
  const seeds = new Map<string, Set<number | null>>();
  for (const { plan } of runs) seeds.set(alike(plan), (seeds.get(alike(plan)) ?? new Set()).add(plan.seed));
  return (plan) => {
    const differs = (seeds.get(alike(plan))?.size ?? 0) > 1;
    return differs && plan.seed !== null ? `${runName(plan)}, seed ${plan.seed}` : runName(plan);
  };
}

/** A provider's word for the state of a job, as one reads it; a word that nobody has heard of stays as it is. */
export const statusText = (status: string): string => status.replaceAll('_', ' ');

/** What is safe of a run that something stands in the way of, once its job was asked for. */
export const goesOnThere = 'What the provider has begun goes on there, and costs what it costs.';

/** What is safe of a run that something stands in the way of, before its job was asked for. */
export const notAskedYet = 'No job was asked for, and nothing was charged.';

const second = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** When a server that did not answer is asked again, by the clock of whoever reads it: a server may want a whole day. */
export const askingAgainText = (at: Date, now: Date): string =>
  `Asking again at ${second.format(at)}${at.toDateString() === now.toDateString() ? '' : ` on ${day.format(at)}`}.`;

/** Where a run is: while its job goes on, in the provider's own word. */
export function phaseText({ phase, cancelling, remote }: Pick<Run, 'phase' | 'cancelling' | 'remote'>): string {
  // One whose job was not found cannot be cancelled before a person has said what became of it.
  if (cancelling && phase !== 'asks') return 'cancelling';
  return phase === 'following' && remote !== null ? statusText(remote.status) : runPhaseNames[phase];
}

/** What a run has cost as far as anybody knows, and while it goes on what it is expected to cost. */
export function runCostText(run: Pick<Run, 'phase' | 'asked' | 'cost' | 'estimate'>): string {
  const { phase, cost, estimate } = run;
  if (cost !== null) return amountText(cost, estimate.currency);
  if (costsNothing(run)) return 'nothing spent';
  if (isOver(phase) || estimate.amount === null) return 'cost not known';
  return `about ${amountText(estimate.amount, estimate.currency)}`;
}
