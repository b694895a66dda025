import type { ReadinessVerdict } from '../domain/readiness.ts';

/** The shape of each verdict in a square of 12, drawn as a line: a tick, a cross, an open ring. */
export const verdictMarks: Record<ReadinessVerdict, string> = {
  met: 'M2,6.5 L4.8,9.2 L10,3',
  'not met': 'M2.8,2.8 L9.2,9.2 M9.2,2.8 L2.8,9.2',
  'cannot tell': 'M6,1.8 A4.2,4.2 0 1 1 5.99,1.8',
};
