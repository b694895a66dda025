import type { RunPhase } from '../domain/run.ts';

/** What a person is told of a run's phase, inside a sentence. */
export const runPhaseNames: Record<RunPhase, string> = {
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
