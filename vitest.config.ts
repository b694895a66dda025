import { defineConfig } from 'vitest/config';

const shared = {
  // Real databases and threads: one process a file, so that a crash names its file.
  pool: 'forks' as const,
  testTimeout: 60_000,
  hookTimeout: 60_000,
};

/** Unit, property, integration, package and server tests: one folder each, run by `node test/run.ts` or `vitest run test/unit`. */
export default defineConfig({
  test: {
    maxWorkers: 2,
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
