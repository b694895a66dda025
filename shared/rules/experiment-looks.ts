/**
 * When the result of an experiment is looked at, and what a look may cost.
 *
 * The first look is at the end of the planned days. A longer run is looked at whenever it has become half as long again, in
 * whole weeks, so that each look adds as many Mondays as Sundays: of 14 days at 14, 21, 35, 56, 84 … All looks together
 * may be wrong about a metric once in twenty times: each spends half of what is left of alpha, fixed before any data
 * (Bonferroni's bound, which holds however the looks depend on each other, as in readiness).
 *
 * The first look, at which most experiments should end, keeps most of the sharpness of a single one (2.24 standard errors
 * for 1.96), and each later one sees clearly smaller effects than the one before; with a look every week the price of the
 * looks would use up nearly all that the time brings. An always-valid interval would allow a look at any moment, and
 * reach three standard errors and more at all of them.
 */
const alpha = 0.05;
const growth = 1.5;
const week = 7;

const dayMs = 86_400_000;

export type ExperimentLook = {
  /** The whole days that it sees. */
  day: number;
  /** Its chance of a wrong claim about a metric. */
  alpha: number;
};

/**
 * @param days until the first look
 * @param index of the look, from 0
 */
export function experimentLook(days: number, index: number): ExperimentLook {
  let day = days;
  for (let made = 0; made < index; made++) day += week * Math.ceil(((growth - 1) * day) / week);
  return { day, alpha: alpha / 2 ** (index + 1) };
}

/** How many looks have been made by a moment. */
export function looksMade(days: number, startedAt: string, now: string): number {
  const passed = (Date.parse(now) - Date.parse(startedAt)) / dayMs;
  let made = 0;
  while (experimentLook(days, made).day <= passed) made++;
  return made;
}

/** The moment at which so many days are over, as ISO 8601. */
export function endOfDay(startedAt: string, day: number): string {
  return new Date(Date.parse(startedAt) + day * dayMs).toISOString();
}
