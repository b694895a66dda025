import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { newKeys, startBackend } from '../../backend/backend.ts';
import { faults, startProxy } from '../proxy.ts';
import { startRestorable } from '../restorable.ts';
import { restoredSchedules, schedules } from './schedule.ts';
import { World } from './world.ts';

/** So many schedules; `ASSAY_SCHEDULES=10000` soaks. A failing one is run again by the seed and path that it prints. */
const numRuns = Number(process.env['ASSAY_SCHEDULES'] ?? 500);
/** A restore copies a database, which takes longer than the rest of a schedule. */
const restores = Math.ceil(numRuns / 25);
const seed = Number(process.env['ASSAY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

it(`holds its invariants over ${numRuns} schedules of two devices and a bad network (seed ${seed})`, async () => {
  const keys = await newKeys();
  const backend = await startBackend({ driver: 'postgres', keys });
  const proxy = await startProxy(backend.url);
  onTestFinished(async () => {
    await proxy.close();
    await backend.close();
  });
  const options = {
    sql: backend.sql,
    proxy,
    team: { url: proxy.url, publishableKey: keys.publishable },
    secret: keys.secret,
  };
  const counted = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(schedules, async (steps) => {
      const world = await World.make(options);
      try {
        for (const step of steps) await world.run(step);
        await world.rest();
      } finally {
        world.close();
        for (const [what, times] of world.tally) counted.set(what, (counted.get(what) ?? 0) + times);
      }
    }),
    { numRuns, seed, ...(process.env['ASSAY_PATH'] ? { path: process.env['ASSAY_PATH'] } : {}) },
  );
  console.log(`seed ${seed}:`, Object.fromEntries(counted));
  // Schedules in which nothing goes wrong would prove nothing.
  for (const what of [...faults, 'crash', 'labels', 'forked', 'late work', 'dead letters'])
    expect(counted.get(what) ?? 0, what).toBeGreaterThan(0);
}, 3_600_000);

it(`gives back what a restored server has lost, over ${restores} schedules (seed ${seed})`, async () => {
  const keys = await newKeys();
  const server = await startRestorable(keys);
  const proxy = await startProxy(server.backend.url);
  onTestFinished(async () => {
    await proxy.close();
    await server.close();
  });
  const moved = async (work: Promise<void>) => {
    await work;
    proxy.target = server.backend.url;
  };
  await fc.assert(
    fc.asyncProperty(restoredSchedules, async (steps) => {
      const world = await World.make({
        sql: (script) => server.backend.sql(script),
        proxy,
        team: { url: proxy.url, publishableKey: keys.publishable },
        secret: keys.secret,
        restore: () => moved(server.restore()),
      });
      try {
        for (const step of steps.slice(0, 3)) await world.run(step);
        await moved(server.backUp());
        for (const step of steps.slice(3)) await world.run(step);
        await world.rest();
      } finally {
        world.close();
      }
    }),
    { numRuns: restores, seed, ...(process.env['ASSAY_PATH'] ? { path: process.env['ASSAY_PATH'] } : {}) },
  );
}, 3_600_000);
