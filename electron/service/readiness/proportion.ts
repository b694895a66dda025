import type { Proportion } from '../../../shared/domain/readiness.ts';
import { type Count, wilson } from '../../../shared/statistics/wilson.ts';

/**
 * A share with Wilson's interval; null where there is nothing to take a share of.
 *
 * @param tail the chance of error on each side
 */
export function proportion({ hits, n }: Count, tail = 0.025): Proportion | null {
  if (n === 0) return null;
  return { hits, n, share: hits / n, ...wilson({ hits, n }, tail), confidence: 1 - 2 * tail };
}
