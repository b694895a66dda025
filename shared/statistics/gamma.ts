/** Lanczos's coefficients for g = 7, as Godfrey computed them. */
const lanczosBase = 0.99999999999980993;
const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
/** Stands for zero where a continued fraction would divide by it. */
const tiny = 1e-300;
const precision = 1e-16;

/**
 * The logarithm of the gamma function, to about 15 digits.
 *
 * Source: Lanczos (1964), A precision approximation of the gamma function. SIAM Journal on Numerical Analysis 1, 86-96.
 *
 * @param x at least ½, which is all that the distributions here need
 * @throws RangeError below ½
 */
export function logGamma(x: number): number {
  if (!(x >= 0.5)) throw new RangeError(`the gamma function is not computed at ${x}`);
  const series = lanczos.reduce((sum, coefficient, index) => sum + coefficient / (x + index), lanczosBase);
  const base = x + 6.5;
  return (x - 0.5) * Math.log(base) - base + Math.log(Math.sqrt(2 * Math.PI) * series);
}

/**
 * The regularised upper incomplete gamma function Q(a, x): the upper tail of a chi-square variable of 2a degrees of freedom
 * at 2x.
 *
 * Source: Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 6.5.29 (series) and 6.5.31 (continued
 * fraction), the latter by Lentz's method (1976), Applied Optics 15, 668-671.
 *
 * @param a at least ½
 * @param x at least 0
 * @returns a probability
 * @throws RangeError for any other a or x
 */
export function upperGamma(a: number, x: number): number {
  if (!(x >= 0 && x < Number.POSITIVE_INFINITY)) throw new RangeError(`no tail beyond ${x}`);
  if (x === 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - front * lowerSeries(a, x) : front * upperFraction(a, x);
}

function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * precision; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let n = 1; ; n++) {
    const numerator = n * (a - n);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = numerator / c + b || tiny;
    value *= c * d;
    // One rounding step from 1 is as near as it comes.
    if (Math.abs(c * d - 1) < 4 * precision) return value;
  }
}
