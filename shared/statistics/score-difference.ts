import { normalQuantile, normalTail } from './normal.ts';
import type { Count, Interval } from './wilson.ts';

/**
 * The standard error of a − b if the true difference is `difference`: that of the likeliest pair of proportions that lie so
 * far apart. It holds for rare events, where that of the observed shares is too small or zero.
 *
 * Source: Farrington and Manning (1990), Test statistics and sample size formulae for comparative binomial trials with
 * null hypothesis of non-zero risk difference or non-unity relative risk. Statistics in Medicine 9, 1447-1454; the closed
 * form of the restricted estimate is in their appendix. Hits may be fractions, where they are expected and not counted.
 */
export function restrictedError(a: Count, b: Count, difference: number): number {
  const pa = a.hits / a.n;
  const pb = b.hits / b.n;
  const ratio = b.n / a.n;
  // The likelihood's slope is a cubic in a's share; of its three roots the one that is a share, by trigonometry.
  const third = 1 + ratio;
  const second = -(1 + ratio + pa + ratio * pb + difference * (ratio + 2));
  const first = difference ** 2 + difference * (2 * pa + ratio + 1) + pa + ratio * pb;
  const constant = -pa * difference * (1 + difference);
  const v = (second / (3 * third)) ** 3 - (second * first) / (6 * third ** 2) + constant / (2 * third);
  const u = Math.sign(v || 1) * Math.sqrt(Math.max(0, (second / (3 * third)) ** 2 - first / (3 * third)));
  const angle = (Math.PI + Math.acos(u === 0 ? 0 : Math.max(-1, Math.min(1, v / u ** 3)))) / 3;
  const likeliest = 2 * u * Math.cos(angle) - second / (3 * third);
  // Rounding must not leave the proportions that are possible.
  const qa = Math.max(0, difference, Math.min(1, 1 + difference, likeliest));
  const qb = qa - difference;
  return Math.sqrt(Math.max(0, (qa * (1 - qa)) / a.n + (qb * (1 - qb)) / b.n));
}

/** z of the hypothesis that a − b is `difference`. */
function scoreZ(a: Count, b: Count, difference: number): number {
  const distance = a.hits / a.n - b.hits / b.n - difference;
  return distance === 0 ? 0 : distance / restrictedError(a, b, difference);
}

/**
 * The one-sided score test of non-inferiority for what should be rare: small p where a's share is surely not as much as
 * `margin` above b's.
 *
 * @param margin a difference of shares, above 0
 * @returns the p of the hypothesis that a − b is `margin` or more
 * @throws RangeError when a side has no trials
 */
export function nonInferiority(a: Count, b: Count, margin: number): number {
  refuseNothing(a, b);
  return 1 - normalTail(scoreZ(a, b, margin));
}

/**
 * The score interval of the difference a − b: the differences that the test does not refuse, so that the interval lies
 * below a margin exactly when `nonInferiority` has a p below the tail.
 *
 * @param tail the chance of error on each side: each bound alone is a one-sided 1 − tail bound
 * @returns differences of shares, from -1 to 1
 * @throws RangeError when a side has no trials
 */
export function scoreInterval(a: Count, b: Count, tail: number): Interval {
  refuseNothing(a, b);
  const z = -normalQuantile(tail);
  const observed = a.hits / a.n - b.hits / b.n;
  return {
    low: bound(observed, -1, (difference) => scoreZ(a, b, difference) < z),
    high: bound(observed, 1, (difference) => scoreZ(a, b, difference) > -z),
  };
}

/** The last difference from `inside` towards `outside` that holds, by halving: z falls as the difference rises. */
function bound(inside: number, outside: number, holds: (difference: number) => boolean): number {
  let near = inside;
  let far = outside;
  while (Math.abs(far - near) > 1e-10) {
    const middle = (near + far) / 2;
    if (holds(middle)) near = middle;
    else far = middle;
  }
  return far;
}

function refuseNothing(a: Count, b: Count): void {
  if (a.n === 0 || b.n === 0) throw new RangeError('a difference from nothing');
}
