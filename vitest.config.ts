import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const shared = {
  // Real databases and threads: one process a file, so that a crash names its file.
  pool: 'forks' as const,
  testTimeout: 120_000,
  hookTimeout: 60_000,
  // A second, the default, is short for a thread on a machine that others use too.
  expect: { poll: { timeout: 20_000 } },
};

/** A fresh clone knows no durations and would run the schedules, half of the whole, at the end on one core. */
class SchedulesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = (file: TestSpecification) => (file.moduleId.endsWith('/schedules.test.ts') ? 0 : 1);
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

/** Unit, property, integration, package and server tests: one folder each, run by `node test/run.ts` or `vitest run test/unit`. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: SchedulesFirst },
    // The server writes every error that it answers to the console.
    silent: 'passed-only',
    projects: [
      { test: { ...shared, name: 'here', include: ['test/{unit,property,integration,package}/**/*.test.{ts,tsx}'] } },
      {
        test: {
          ...shared,
          name: 'server',
          include: ['test/{server,sync}/**/*.test.ts'],
          // One real Postgres for all files of a run; each test takes a database of its own.
          globalSetup: ['test/backend/setup.ts'],
        },
      },
    ],
  },
});
