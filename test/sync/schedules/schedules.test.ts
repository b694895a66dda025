import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faults } from '../proxy.ts';
import { holds, prepareGround, replay, seed } from './play.ts';
import { restoredSchedules, schedules } from './schedule.ts';

/** So many schedules; `node test/run.ts --soak` runs 10,000. */
const numRuns = Number(process.env['ASSAY_SCHEDULES'] ?? 500);
/** A restore copies a database, which takes longer than the rest of a schedule. */
const restores = Math.ceil(numRuns / 25);
const hours = 3_600_000;

it(
  `holds its invariants over ${numRuns} schedules of two devices and a bad network (seed ${seed})`,
  async () => {
    const ground = await prepareGround({ restorable: false });
    const tally = new Map<string, number>();
    await fc.assert(holds(ground, schedules, { tally }), { numRuns, ...replay });
    process.stdout.write(`seed ${seed}: ${JSON.stringify(Object.fromEntries(tally))}\n`);
    // Schedules in which nothing goes wrong would prove nothing.
    for (const what of [...faults, 'crash', 'labels', 'forked', 'late work', 'dead letters'])
      expect(tally.get(what) ?? 0, what).toBeGreaterThan(0);
  },
  5 * hours,
);

it(
  `gives back what a restored server has lost, over ${restores} schedules (seed ${seed})`,
  async () => {
    const ground = await prepareGround({ restorable: true });
    await fc.assert(holds(ground, restoredSchedules), { numRuns: restores, ...replay });
  },
  5 * hours,
);
