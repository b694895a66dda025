import { resolve } from 'node:path';
import type { ServiceCallName } from '../../shared/contract/calls.ts';
import { readinessCalls } from '../../shared/contract/readiness.ts';
import { importParamsSchema } from '../../shared/domain/job.ts';
import { AssayError } from '../../shared/errors.ts';

/**
 * The paths that a person picked or dropped in this session. The page is told paths, but can only use these: a page
 * that was taken over can neither read nor overwrite a file of its own choice.
 */
export class Grants {
  readonly #read = new Set<string>();
  readonly #written = new Set<string>();

  allowRead(path: string): string {
    this.#read.add(resolve(path));
    return path;
  }

  allowWrite(path: string): string {
    this.#written.add(resolve(path));
    return path;
  }

  /** @throws AssayError invalid-input */
  checkRead(path: string): void {
    if (!this.#read.has(resolve(path))) throw refused('read', path);
  }

  /** @throws AssayError invalid-input */
  checkWrite(path: string): void {
    if (!this.#written.has(resolve(path))) throw refused('write', path);
  }
}

/**
 * Holds a call against what was granted. Input that does not fit the contract passes: the service refuses it.
 *
 * @throws AssayError invalid-input
 */
export function checkGrants(grants: Grants, name: ServiceCallName, input: unknown): void {
  if (name === 'jobs.import') {
    const params = importParamsSchema.safeParse(input);
    if (params.success) grants.checkRead(params.data.path);
  }
  if (name === 'readiness.report') {
    const target = readinessCalls[name].input.safeParse(input);
    if (target.success) grants.checkWrite(target.data.path);
  }
}

function refused(verb: string, path: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: `Assay may not ${verb} ${path}: nobody chose this file.`,
    safe: 'The file was not touched.',
    remedy: 'Choose it in the dialog, or drop it on the window.',
  });
}
