import { describe, expect, it } from 'vitest';
import { logGamma } from '../../shared/statistics/gamma.ts';
import { type Sums, sumsOf } from '../../shared/statistics/sums.ts';
import { comparisonsNeeded, winRateInterval } from '../../shared/statistics/win-rate.ts';

const scores = (wins: number, losses: number, ties: number): Sums => ({
  n: wins + losses + ties,
  sum: wins + ties / 2,
  sumSq: wins + ties / 4,
});

/**
 * How often the interval covers, computed over every outcome of n comparisons, for tie rates from 0 to 95 % and shares of wins
 * among the others from 5 to 95 %.
 */
function coverage(n: number): { mean: number; worst: number } {
  const logFactorials = Array.from({ length: n + 1 }, (_, k) => logGamma(k + 1));
  const of = (k: number) => logFactorials[k] ?? 0;
  const outcomes = Array.from({ length: n + 1 }, (_, wins) =>
    Array.from({ length: n - wins + 1 }, (_, losses) => {
      const ties = n - wins - losses;
      const ways = of(n) - of(wins) - of(losses) - of(ties);
      return { wins, losses, ties, ways, ...winRateInterval(scores(wins, losses, ties)) };
    }),
  ).flat();
  const twentieths = Array.from({ length: 19 }, (_, k) => (k + 1) / 20);
  const covered = [1e-9, ...twentieths].flatMap((tie) =>
    twentieths.map((win) => {
      const chances = { win: (1 - tie) * win, loss: (1 - tie) * (1 - win) };
      const truth = chances.win + tie / 2;
      return outcomes
        .filter(({ low, high }) => low <= truth && truth <= high)
        .reduce(
          (sum, { wins, losses, ties, ways }) =>
            sum +
            Math.exp(ways + wins * Math.log(chances.win) + losses * Math.log(chances.loss) + ties * Math.log(tie)),
          0,
        );
    }),
  );
  return { mean: covered.reduce((sum, share) => sum + share, 0) / covered.length, worst: Math.min(...covered) };
}

describe('the interval of a win rate', () => {
  it.each([5, 10, 20, 30, 60, 120])(
    'of %d comparisons covers 95 %% on average or more, and never under 93.5 %%',
    (n) => {
      const { mean, worst } = coverage(n);
      console.log(
        `win rate of ${n}: covers ${(100 * mean).toFixed(1)} % on average, ${(100 * worst).toFixed(1)} % at worst`,
      );
      expect(mean).toBeGreaterThan(0.95);
      expect(worst).toBeGreaterThan(0.935);
    },
  );

  it('is little wider than Bonett’s and Price’s', () => {
    // statpsych: 26 wins, 4 losses and 18 ties differ by .2548 to .6252, which is a win rate of .6274 to .8126.
    const { low, high } = winRateInterval(scores(26, 4, 18));
    expect(low).toBeCloseTo(0.6274, 2);
    expect(low).toBeLessThan(0.6274);
    expect(high).toBeCloseTo(0.8126, 2);
    expect(high).toBeGreaterThan(0.8126);
  });

  it('mirrors when wins and losses change places', () => {
    const [forth, back] = [winRateInterval(scores(26, 4, 18)), winRateInterval(scores(4, 26, 18))];
    expect(back.low).toBeCloseTo(1 - forth.high, 12);
  });

  it('is no point where all scores are the same', () => {
    expect(winRateInterval(scores(10, 0, 0)).low).toBeLessThan(0.85);
    expect(winRateInterval(scores(0, 0, 10)).high).toBeGreaterThan(0.6);
    const nothing = winRateInterval(sumsOf([]));
    expect(nothing).toEqual({ low: 0, high: 1 });
  });

  it('is narrower where there are ties', () => {
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(width(winRateInterval(scores(20, 10, 70)))).toBeLessThan(0.7 * width(winRateInterval(scores(55, 45, 0))));
  });
});

describe('comparisons still needed', () => {
  it('are what a test of one mean takes, less those that are there', () => {
    // (1.96 + .8416)² × variance / .1²: 55 of 92, with the two added scores, have a variance of .2404.
    expect(comparisonsNeeded(scores(54, 36, 0))).toBe(Math.ceil((7.8489 * 0.2404) / 0.01) - 90);
  });

  it('are fewer where more are ties', () => {
    expect(comparisonsNeeded(scores(15, 9, 36))).toBeLessThan(comparisonsNeeded(scores(33, 27, 0)) ?? 0);
  });

  it('are none where the interval is clear of one half, and not known at one half', () => {
    expect(comparisonsNeeded(scores(40, 20, 0))).toBe(0);
    expect(comparisonsNeeded(scores(20, 20, 5))).toBeNull();
    expect(comparisonsNeeded(scores(0, 0, 0))).toBeNull();
  });
});
