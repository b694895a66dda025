import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faults } from '../proxy.ts';
import { holds, limits, prepareGround, replay, seed } from './play.ts';
import { restoredBefore, restoredSchedules, type Step, schedules } from './schedule.ts';

/** So many schedules; `node test/run.ts --soak` runs 10,000. */
const numRuns = Number(process.env['ASSAY_SCHEDULES'] ?? 500);
/** On one server: after thousands of teams it is slow, and like no team's. */
const mostOnOne = 500;
const rounds = Array.from({ length: Math.ceil(numRuns / mostOnOne) }, (_, round) => ({
  runs: Math.min(mostOnOne, numRuns - round * mostOnOne),
  seed: seed + round,
}));
/** A restore copies a database, which takes longer than the rest of a schedule. */
const restoredRounds = rounds.map(({ runs, seed }) => ({ runs: Math.ceil(runs / 25), seed }));
/** About twice what 500 take beside other tests: what hangs is named before the suite is stopped. */
const roundMs = 660_000;

it.each(rounds)(
  'holds its invariants over $runs schedules of two devices and a bad network (seed $seed)',
  async ({ runs, seed }) => {
    const ground = await prepareGround({ restorable: false });
    const tally = new Map<string, number>();
    await fc.assert(holds(ground, schedules, { tally }), { numRuns: runs, ...replay, seed, ...limits });
    process.stdout.write(`${runs} schedules held (seed ${seed}): ${JSON.stringify(Object.fromEntries(tally))}\n`);
    // Schedules in which nothing goes wrong would prove nothing.
    for (const what of [...faults, 'crash', 'hold', 'labels', 'judgments', 'forked', 'late work', 'dead letters'])
      expect(tally.get(what) ?? 0, what).toBeGreaterThan(0);
  },
  roundMs,
);

it.each(restoredRounds)(
  'gives back what a restored server has lost, over $runs schedules (seed $seed)',
  async ({ runs, seed }) => {
    const ground = await prepareGround({ restorable: true });
    const examples = restoredBefore.map((steps): [Step[]] => [steps]);
    await fc.assert(holds(ground, restoredSchedules), { numRuns: runs, ...replay, seed, ...limits, examples });
  },
  roundMs,
);
