import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Outcome, ofPlaywright, ofVitest } from './reports.ts';

/**
 * `npm test`: every suite in turn, each with a budget in minutes, about twice what it takes. A suite that overruns is
 * stopped and counts as failed. At the end every failure is told once more, since its place in the output is long gone
 * by; the last line sums all suites: `N passed, N failed`.
 *
 * Named suites run alone: `node test/run.ts unit e2e`. `--soak` runs 10,000 schedules of sync in the place of 500, for
 * hours, and nothing else.
 */
type Suite = {
  name: string;
  minutes: number;
  command: string[];
  outcome: (exit: number | null, report: string) => Outcome;
};

const one = (exit: number | null): Outcome =>
  exit === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: ['see its output above'] };

const vitest = (name: string, minutes: number): Suite => ({
  name,
  minutes,
  command: ['vitest', 'run', `test/${name}`, '--reporter=default', '--reporter=./test/outcome-reporter.ts'],
  outcome: ofVitest,
});

const suites: Suite[] = [
  { name: 'typecheck', minutes: 1, command: ['tsc', '--noEmit'], outcome: one },
  { name: 'lint', minutes: 1, command: ['biome', 'check', '--error-on-warnings', '.'], outcome: one },
  vitest('unit', 4),
  vitest('property', 4),
  vitest('integration', 14),
  vitest('server', 4),
  vitest('sync', 14),
  { name: 'build', minutes: 1, command: ['vite', 'build', '--app', '--logLevel', 'warn'], outcome: one },
  vitest('package', 3),
  {
    name: 'host',
    minutes: 4,
    command: ['playwright', 'test', 'test/host', '--reporter=list,json'],
    outcome: ofPlaywright,
  },
  {
    name: 'e2e',
    minutes: 24,
    command: ['playwright', 'test', 'test/e2e', '--reporter=list,json'],
    outcome: ofPlaywright,
  },
];

const soak: Suite = { ...vitest('sync/schedules/schedules.test.ts', 300), name: 'soak' };

async function run(suite: Suite, report: string): Promise<{ exit: number | null; overran: boolean }> {
  const [program = '', ...args] = suite.command;
  const child = spawn(join('node_modules', '.bin', program), args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      ASSAY_OUTCOME: report,
      // The suites start hundreds of programs of the same modules: compiled once, they start sooner.
      NODE_COMPILE_CACHE: resolve('node_modules/.cache/compile'),
    },
    // A group of its own, so that an overrunning suite is stopped with everything that it started.
    detached: process.platform !== 'win32',
    shell: process.platform === 'win32',
  });
  stop = (signal) => {
    if (child.pid) process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  };
  let overran = false;
  const timer = setTimeout(() => {
    overran = true;
    stop?.('SIGKILL');
  }, suite.minutes * 60_000);
  const exit = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  clearTimeout(timer);
  stop = null;
  return { exit, overran };
}

/** Sends a signal to everything that the running suite has started. */
let stop: ((signal: NodeJS.Signals) => void) | null = null;
let interrupted = false;
// A Ctrl-C reaches no group but the first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupted = true;
    stop?.(signal);
  });
}

process.chdir(join(import.meta.dirname, '..'));
const wanted = process.argv.slice(2);
const soaking = wanted.includes('--soak');
if (soaking) process.env['ASSAY_SCHEDULES'] ??= '10000';
const chosen = soaking ? [soak] : suites.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const total = { passed: 0, failed: 0 };
const lines: string[] = [];
const failures: string[] = [];
for (const suite of chosen) {
  const folder = mkdtempSync(join(tmpdir(), 'assay-report-'));
  const report = join(folder, 'report.json');
  const started = performance.now();
  process.stdout.write(`\n=== ${suite.name}\n`);
  const { exit, overran } = await run(suite, report);
  const outcome: Outcome = overran
    ? { passed: 0, failed: 1, failures: [`was stopped after ${suite.minutes} min`] }
    : suite.outcome(exit, report);
  rmSync(folder, { recursive: true });
  total.passed += outcome.passed;
  total.failed += outcome.failed;
  failures.push(...outcome.failures.map((failure) => `${suite.name}: ${failure}`));
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  lines.push(
    `${suite.name.padEnd(12)} ${String(outcome.passed).padStart(5)} passed ${String(outcome.failed).padStart(4)} failed ` +
      `${minutes.padStart(6)} of ${suite.minutes} min${overran ? '  overran its budget' : ''}`,
  );
  if (interrupted) break;
}
for (const failure of failures) process.stdout.write(`\n${failure}\n`);
process.stdout.write(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
