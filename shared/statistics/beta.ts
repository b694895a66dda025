import { logGamma } from './gamma.ts';

const tiny = 1e-300;
const precision = 4e-16;

/**
 * The regularised incomplete beta function I_x(a, b).
 *
 * Source: Didonato and Morris (1992), Algorithm 708, ACM Transactions on Mathematical Software 18, 360-373, for the
 * continued fraction (Abramowitz and Stegun 26.5.8), evaluated by Lentz's method (1976), Applied Optics 15, 668-671.
 *
 * @param x from 0 to 1
 * @param a at least ½, as is b
 * @returns a probability
 * @throws RangeError for any other x, a or b
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1)) throw new RangeError(`no share of a beta distribution below ${x}`);
  if (x === 0 || x === 1) return x;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // On this side of the mean the fraction converges fast.
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b;
}

function fraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let value = d;
  const step = (numerator: number) => {
    d = 1 / (1 + numerator * d || tiny);
    c = 1 + numerator / c || tiny;
    value *= c * d;
    return c * d;
  };
  for (let m = 1; ; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    const change = step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    if (Math.abs(change - 1) < precision) return value;
  }
}
