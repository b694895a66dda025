import fc from 'fast-check';
import { expect, it, onTestFinished, vi } from 'vitest';
import { broken } from './broken.ts';
import { holds, prepareGround, replay } from './play.ts';
import { restoredSchedules, schedules } from './schedule.ts';

/** Far more than it takes: a sync that stands this many is not told from a right one. */
const numRuns = 1_000;

it.each(broken)(
  'finds by invariant $invariant a sync that $what',
  async ({ invariant, restorable = false, apply }) => {
    const ground = await prepareGround({ restorable });
    onTestFinished(() => void vi.restoreAllMocks());
    await apply((script) => ground.server.backend.sql(script));
    const name = `invariant ${invariant}:`;
    // What is wrong in one way breaks other invariants too, and often before this one.
    const only = (error: unknown) => String(error).includes(name);
    const { failed, errorInstance } = await fc.check(
      holds(ground, restorable ? restoredSchedules : schedules, { only }),
      {
        numRuns,
        ...replay,
        endOnFailure: true,
      },
    );
    expect(failed).toBe(true);
    expect(String(errorInstance)).toContain(name);
  },
  600_000,
);
