import type { FunnelStep } from '../../shared/domain/dataset.ts';

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
