import { incompleteBeta } from './beta.ts';

/**
 * The exact sign test: how likely so uneven a count of wins and losses is where each is as likely as the other. Ties are
 * dropped before.
 *
 * Source: Dixon and Mood (1946), The statistical sign test. JASA 41, 557-566; the binomial tail by the incomplete beta
 * function, Abramowitz and Stegun 26.5.24.
 *
 * @returns the two-sided p; 1 where there is nothing but ties
 */
export function signTest(wins: number, losses: number): number {
  const fewer = Math.min(wins, losses);
  const more = Math.max(wins, losses);
  // Even counts have both tails on the same side of the middle.
  return fewer === more ? 1 : Math.min(1, 2 * incompleteBeta(0.5, more, fewer + 1));
}
