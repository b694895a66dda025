import fc from 'fast-check';
import { onTestFinished } from 'vitest';
import { newKeys, startBackend } from '../../backend/backend.ts';
import { startProxy } from '../proxy.ts';
import { startRestorable } from '../restorable.ts';
import { Neighbour } from './neighbour.ts';
import type { Step } from './schedule.ts';
import { defectNote, type Ground, World } from './world.ts';

/** A failing schedule is run again by the seed and path that it prints. */
export const seed = Number(process.env['ASSAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
export const replay = { seed, ...(process.env['ASSAY_PATH'] ? { path: process.env['ASSAY_PATH'] } : {}) };

/**
 * A failure is told at once, with the invariant that did not hold: making it smaller plays hundreds of schedules, which is
 * for the person who replays it by its path. A schedule that hangs has failed.
 */
export const limits = { endOnFailure: !process.env['ASSAY_PATH'], timeout: 120_000, includeErrorInReport: true };

/** A function of the server that fails over a label with this note, and with it whatever was sent beside that label. */
const defect = `
  create function public.fail() returns trigger language plpgsql as $$
  begin raise exception 'no' using errcode = 'XX000'; end $$;
  create trigger fail before insert on public.assay_labels
    for each row when (new.verdict ->> 'note' = '${defectNote}') execute function public.fail()`;

/** A server for the schedules of one test. */
export async function prepareGround({ restorable }: { restorable: boolean }): Promise<Ground> {
  const keys = await newKeys();
  const backend = restorable ? null : await startBackend({ driver: 'postgres', keys });
  const server = backend ? { backend, close: () => backend.close() } : await startRestorable(keys);
  const proxy = await startProxy(server);
  const neighbour = new Neighbour(server.backend.databaseUrl ?? '');
  onTestFinished(async () => {
    await neighbour.close();
    await proxy.close();
    await server.close();
  });
  await server.backend.sql(defect);
  return { server, proxy, neighbour, keys };
}

type Watch = {
  /** What took place is added here. */
  tally?: Map<string, number>;
  /** Which failures count. */
  only?: (error: unknown) => boolean;
};

/** The property that any schedule ends with all invariants held. */
export function holds(
  ground: Ground,
  schedules: fc.Arbitrary<Step[]>,
  { tally = new Map(), only = () => true }: Watch = {},
) {
  return fc.asyncProperty(schedules, async (steps) => {
    const world = await World.make(ground);
    try {
      for (const step of steps) await world.run(step);
      await world.rest();
    } catch (error) {
      if (only(error)) throw error;
    } finally {
      await ground.neighbour.end();
      world.close();
      for (const [what, times] of world.tally) tally.set(what, (tally.get(what) ?? 0) + times);
    }
  });
}
