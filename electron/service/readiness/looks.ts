/**
 * When the trend is looked at, and what a look may cost.
 *
 * Whoever looks every day and stops at the first answer that they like finds one by chance. So findings are made only
 * when so many labels are there, whoever looks in between, and all looks together may be wrong once in twenty times:
 * each spends a part of alpha, fixed before any label (Bonferroni's bound, which holds however the looks depend on
 * each other). The two early looks spend next to nothing and see only what is plain (Haybittle 1971, British Journal of
 * Radiology 44; Peto et al. 1976, British Journal of Cancer 34). From 500 labels on each look spends half of what is
 * left: it never runs out, and the first of them, which matter most, keep nearly all of their power.
 */
const alpha = 0.05;
const early = { sizes: [100, 250], alpha: 0.001 };
/** N of the first full look, and the least of the others. */
const half = 250;
const fullHalf = 500;
/** Each look waits for half as many labels again: looks stay few, and a cheaper look has more to go by. */
const growth = 1.5;

export type LookPlan = {
  /** Labels that it sees. */
  labels: number;
  /** N: the last 2N of them are compared, older half against recent. */
  half: number;
  /** One-sided chance of a wrong claim of each kind. */
  alpha: number;
};

/** The `index`th look, from 0: at 100, 250, 500, 1,000, 1,500, 2,250 … labels. */
export function lookPlan(index: number): LookPlan {
  const earlySize = early.sizes[index];
  if (earlySize !== undefined) return { labels: earlySize, half: earlySize / 2, alpha: early.alpha };
  const nth = index - early.sizes.length;
  const left = alpha - early.sizes.length * early.alpha;
  const spent = left / 2 ** (nth + 1);
  if (nth === 0) return { labels: 2 * half, half, alpha: spent };
  const labels = Math.floor(2 * fullHalf * growth ** (nth - 1));
  // No more than the later half of all: further back, what is over and done would hide a plateau.
  return { labels, half: Math.max(fullHalf, Math.floor(labels / 4)), alpha: spent };
}

/** The looks that so many labels have made, in order. */
export function looksAt(labels: number): LookPlan[] {
  const plans: LookPlan[] = [];
  for (let plan = lookPlan(0); plan.labels <= labels; plan = lookPlan(plans.length)) plans.push(plan);
  return plans;
}
