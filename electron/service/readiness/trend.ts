import type { Look, Trend } from '../../../shared/domain/readiness.ts';
import { newcombe } from '../../../shared/statistics/newcombe.ts';
import { type Count, wilson } from '../../../shared/statistics/wilson.ts';
import type { FirstPass } from './first-pass.ts';
import { type LookPlan, lookPlan, looksAt } from './looks.ts';
import { proportion } from './proportion.ts';

/** The guide's bar for production approval, and the gain that would still be one. */
export const approvalBar = 0.85;
export const plateauMargin = 0.08;

export type Halves = { older: Count; recent: Count };

/**
 * What two halves say of production approval. A plateau is shown by an equivalence test, never by the lack of a
 * difference: the gain is surely under the margin, and the recent half surely under the bar.
 *
 * Source: the confidence-interval form of two one-sided tests, Schuirmann (1987), Journal of Pharmacokinetics and
 * Biopharmaceutics 15, 657-680; its lower side is given up, because a fall is a finding of its own.
 *
 * @param alpha the one-sided chance of error of each claim
 */
export function trendOf({ older, recent }: Halves, alpha: number): Trend {
  const gain = newcombe(recent, older, alpha);
  if (gain.low > 0) return 'rising';
  if (gain.high < 0) return 'falling';
  // A drop by more than the margin may be chance, and is no plateau.
  const dropped = recent.hits / recent.n - older.hits / older.n < -plateauMargin;
  return !dropped && gain.high < plateauMargin && wilson(recent, alpha).high < approvalBar ? 'plateaued' : 'unknown';
}

/** Below the bar for sure, not below it for sure, or neither. */
export function belowBar(recent: Count, alpha: number): 'met' | 'not met' | 'cannot tell' {
  const { low, high } = wilson(recent, alpha);
  if (high < approvalBar) return 'met';
  return low > approvalBar ? 'not met' : 'cannot tell';
}

/**
 * Every look that the decisions have made, oldest first.
 *
 * A look sees the labels that were there when it happened, in the order in which the agent answered: labels come in an
 * order drawn at random, which says nothing about production's time.
 */
export function looksOf(decisions: readonly FirstPass[]): Look[] {
  const labeled = decisions.toSorted((a, b) => a.committed - b.committed || (a.labelId < b.labelId ? -1 : 1));
  return looksAt(decisions.length).map((plan) => look(halvesOf(approvals(labeled.slice(0, plan.labels)), plan), plan));
}

function look(halves: Halves, { labels, alpha }: LookPlan): Look {
  const older = proportion(halves.older, alpha);
  const recent = proportion(halves.recent, alpha);
  if (!older || !recent) throw new RangeError('a look at nothing');
  const gain = { estimate: recent.share - older.share, ...newcombe(halves.recent, halves.older, alpha) };
  return { labels, alpha, older, recent, gain, trend: trendOf(halves, alpha) };
}

/** 1 for approved and 0 for not, in the order in which the agent answered. */
function approvals(decisions: readonly FirstPass[]): number[] {
  return decisions
    .toSorted((a, b) => a.answered - b.answered || a.committed - b.committed || (a.labelId < b.labelId ? -1 : 1))
    .map(({ approved }) => Number(approved));
}

/** @param rate of the labels that a look needs beyond those in the series: an expectation, so that hits are fractions */
function halvesOf(series: readonly number[], { labels, half }: LookPlan, rate = 0): Halves {
  const count = (from: number): Count => {
    const known = series.slice(from, from + half);
    const hits = known.reduce((total, value) => total + value, 0) + rate * (half - known.length);
    return { hits: Math.min(hits, half), n: half };
  };
  return { older: count(labels - 2 * half), recent: count(labels - half) };
}

/** Nobody waits for a later one: it would take several times the labels that are there. */
const looksAhead = 4;

/**
 * How many more labels it takes until a look decides, if approval stays as it was in the recent half: an estimate.
 *
 * @returns `toDecide` null where there is nothing to go by, and where no look ahead would decide
 */
export function untilDecided(
  decisions: readonly FirstPass[],
  decides: (halves: Halves, alpha: number) => boolean,
): { toNextLook: number; toDecide: number | null } {
  const n = decisions.length;
  const next = looksAt(n).length;
  const toNextLook = lookPlan(next).labels - n;
  if (n === 0) return { toNextLook, toDecide: null };
  const series = approvals(decisions);
  const recent = series.slice(-lookPlan(Math.max(0, next - 1)).half);
  const rate = recent.reduce((total, value) => total + value, 0) / recent.length;
  for (let index = next; index < next + looksAhead; index++) {
    const plan = lookPlan(index);
    if (decides(halvesOf(series, plan, rate), plan.alpha)) return { toNextLook, toDecide: plan.labels - n };
  }
  return { toNextLook, toDecide: null };
}
