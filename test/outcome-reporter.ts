import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';
import { type Outcome, tell } from './reports.ts';

/**
 * Writes what a run of vitest came to as one `Outcome`, to the file that `ASSAY_OUTCOME` names. Its own `json` reporter
 * leaves out the errors that belong to no test, and those fail a run too.
 */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], uncaught: readonly SerializedError[]): void {
    const file = process.env['ASSAY_OUTCOME'];
    if (!file) throw new Error('ASSAY_OUTCOME does not say where the outcome goes');
    const tests = modules.flatMap(({ children }) => [...children.allTests()]);
    const ended = (state: string) => tests.filter((test) => test.result().state === state);
    const failures = [
      ...ended('failed').map((test) => told(test, test.result().errors ?? [])),
      // A file that does not load, and a hook around several tests, fail without a failed test.
      ...modules
        .flatMap((module) => [module, ...module.children.allSuites()])
        .filter((group) => group.errors().length > 0)
        .map((group) => told(group, group.errors())),
      ...uncaught.map((error) => tell(near(error), [describe(error)])),
    ];
    const outcome: Outcome = { passed: ended('passed').length, failed: failures.length, failures };
    writeFileSync(file, JSON.stringify(outcome));
  }
}

/** Its fields by name: those of an `Error` are not enumerable. */
function describe(error: SerializedError): string {
  const told = [error.stack ?? `${error.name}: ${error.message}`];
  if (typeof error['diff'] === 'string') told.push(error['diff']);
  if (error.cause) told.push(`caused by ${describe(error.cause)}`);
  return told.join('\n');
}

/** Where an error came up that belongs to no test: while this one ran, or after it. */
const near = ({ VITEST_TEST_PATH: file, VITEST_TEST_NAME: test }: SerializedError): string =>
  ['outside any test', ...(file ? [relative('.', String(file))] : []), ...(test ? [String(test)] : [])].join(' › ');

function told(what: TestCase | TestSuite | TestModule, errors: readonly SerializedError[]): string {
  const title = what.type === 'module' ? what.relativeModuleId : `${what.module.relativeModuleId} › ${what.fullName}`;
  return tell(title, errors.map(describe));
}
