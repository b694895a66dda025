import { defineConfig } from 'vitest/config';

/** Unit, property, integration and package tests: one folder each, run by `node test/run.ts` or `vitest run test/unit`. */
export default defineConfig({
  test: {
    include: ['test/{unit,property,integration,package}/**/*.test.{ts,tsx}'],
    // Real databases and threads: one process a file, so that a crash names its file.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
