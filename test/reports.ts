import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';

/** What a suite came to; `failures` names each test that failed or passed only at its second try, with its error. */
export type Outcome = { passed: number; failed: number; failures: string[] };

/** Enough for a message and where; the whole stands where the test ran. */
const LINES = 25;
const LENGTH = 500;

const outcome: z.ZodType<Outcome> = z.object({ passed: z.int(), failed: z.int(), failures: z.array(z.string()) });

const playwrightTest = z.object({
  title: z.string(),
  file: z.string(),
  line: z.int(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().optional() })) })),
    }),
  ),
});
type PlaywrightSuite = { specs: z.infer<typeof playwrightTest>[]; suites?: PlaywrightSuite[] | undefined };
const playwrightSuite: z.ZodType<PlaywrightSuite> = z.lazy(() =>
  z.object({ specs: z.array(playwrightTest), suites: z.array(playwrightSuite).optional() }),
);
const playwrightReport = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int() }),
  errors: z.array(z.object({ message: z.string().optional() })),
  suites: z.array(playwrightSuite),
});

function read<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** The runner itself failed. */
const noReport: Outcome = { passed: 0, failed: 1, failures: ['gave no report'] };

/** A failure in a few lines: what failed, and with what errors. */
export function tell(title: string, messages: readonly string[]): string {
  const lines = stripVTControlCharacters(messages.join('\n'))
    .split('\n')
    .filter((line) => !/^\s+at .*(node_modules|<anonymous>)/.test(line))
    .map((line) => (line.length > LENGTH ? `${line.slice(0, LENGTH)}…` : line));
  const more = lines.length > LINES ? [`… ${lines.length - LINES} more lines`] : [];
  return [title, ...[...lines.slice(0, LINES), ...more].map((line) => `    ${line}`)].join('\n');
}

/** Reads what `outcome-reporter.ts` wrote. */
export function ofVitest(exit: number | null, file: string): Outcome {
  const told = read(file, outcome) ?? noReport;
  return exit === 0 || told.failed > 0 ? told : { ...told, failed: 1, failures: [`ended with exit code ${exit}`] };
}

/** Reads what Playwright's `json` reporter wrote. */
export function ofPlaywright(exit: number | null, file: string): Outcome {
  const report = read(file, playwrightReport);
  if (!report) return noReport;
  const specsOf = (suite: PlaywrightSuite): PlaywrightSuite['specs'] => [
    ...suite.specs,
    ...(suite.suites ?? []).flatMap(specsOf),
  ];
  const failures = report.suites.flatMap(specsOf).flatMap(({ title, file: path, line, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) =>
        tell(
          `${path}:${line} › ${title}${status === 'flaky' ? ' (passed at its second try)' : ''}`,
          results.flatMap(({ errors }) => errors.map(({ message }) => message ?? '')),
        ),
      ),
  );
  const { expected, unexpected, flaky } = report.stats;
  return {
    passed: expected + flaky,
    failed: Math.max(unexpected, exit === 0 ? 0 : 1),
    failures: [...failures, ...report.errors.map(({ message }) => tell('outside any test', [message ?? '']))],
  };
}
