import type { Funnel, FunnelStep } from '../../shared/domain/dataset.ts';

export const stepNames: Record<FunnelStep, string> = {
  collected: 'Collected',
  reviewed: 'Reviewed',
  resolved: 'Resolved',
  approved: 'Approved',
  gate: 'Past the gate',
  deduplicated: 'After duplicates',
  split: 'In the dataset',
};

/** Where a sample that is out was stopped. */
export const stoppedNames: Record<FunnelStep, string> = {
  collected: 'not collected',
  reviewed: 'not reviewed',
  resolved: 'not resolved',
  approved: 'not approved',
  gate: 'stopped at the gate',
  deduplicated: 'a duplicate',
  split: 'on no side',
};

/** How many samples a step stops, where its reasons add up to more because some have several; null where they do not. */
export function stoppedInAll(funnel: Funnel, index: number): number | null {
  const [before, step] = [funnel[index - 1], funnel[index]];
  if (!before || !step) return null;
  const stopped = before.count - step.count;
  const reasons = Object.values(step.reasons).reduce((sum, lost) => sum + lost, 0);
  return reasons > stopped ? stopped : null;
}
