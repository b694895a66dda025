/** How a kind of number is shown: a share a hundred times as large, and with so many digits behind the point. */
export type Scale = { times: number; digits: number };

export const percentage: Scale = { times: 100, digits: 1 };

/** A value computed from counts may miss a limit that it is exactly at. */
const rounding = 1e-9;

/**
 * A number in the digits of its scale; in one more, then another, while they would put it on a limit that it does not lie on,
 * or beyond it. What a sentence says of a number is so never contradicted by the number in it.
 *
 * @param limits that something is said by, such as zero or a bar
 */
export function figure(value: number, { times, digits }: Scale, limits: readonly number[]): string {
  const text = (times * value).toFixed(digits);
  const told = limits.every((limit) => sideOf(limit, Number(text) / times) === sideOf(limit, value));
  return told ? text : figure(value, { times, digits: digits + 1 }, limits);
}

function sideOf(limit: number, value: number): number {
  return Math.abs(value - limit) < rounding ? 0 : Math.sign(value - limit);
}
