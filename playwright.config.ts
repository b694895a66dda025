import { defineConfig } from '@playwright/test';

/** One app at a time: windows share a display, and timings share the machine. */
export default defineConfig({
  testDir: 'test',
  testMatch: ['e2e/**/*.spec.ts', 'host/conformance/**/*.spec.ts'],
  globalSetup: './test/host/global-setup.ts',
  workers: 1,
  timeout: 30_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  // A shared machine can stall a window for seconds: a second try tells a stall from a defect, and is listed as flaky.
  retries: process.env['CI'] ? 1 : 0,
  reporter: 'list',
  use: { trace: 'retain-on-failure' },
});
