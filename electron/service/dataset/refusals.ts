import { AssayError } from '../../../shared/errors.ts';

/** Why a file cannot be written, in words for a person: what a file system or the workspace refuses. */

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

const unchanged = 'What was there before is unchanged, and nothing half-written is left.';

export function noFolder(folder: string): AssayError {
  return new AssayError({
    kind: 'io',
    message: `There is no folder ${folder}.`,
    safe: 'Nothing was written.',
    remedy: 'Make the folder, or choose another one.',
  });
}

export function notAFile(target: string, folder: boolean): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: `${target} is ${folder ? 'a folder' : 'not an ordinary file'}.`,
    safe: 'Nothing was written.',
    remedy: 'Name the file to write, as in train.jsonl.',
  });
}

export function belongsToWorkspace(target: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: `${target} belongs to the workspace itself and cannot be replaced by an export.`,
    safe: 'Nothing was written.',
    remedy: 'Choose another name or another folder.',
  });
}

const refusals: Record<string, { message: (target: string) => string; remedy: string }> = {
  EACCES: {
    message: (target) => `Assay may not write ${target}.`,
    remedy: 'Check the permissions of the file and its folder, or choose another folder.',
  },
  ENOSPC: {
    message: (target) => `The disk is full: ${target} could not be written.`,
    remedy: 'Free some space, or choose a folder on another disk.',
  },
  EBUSY: {
    message: (target) => `Another program holds ${target}.`,
    remedy: 'Close it there and export again.',
  },
  EEXIST: {
    message: (target) => `Another export is writing ${target} at this moment.`,
    remedy: 'Wait for it, or choose another name.',
  },
};
const sameAs: Record<string, string> = {
  EPERM: 'EACCES',
  EROFS: 'EACCES',
  EDQUOT: 'ENOSPC',
  EFBIG: 'ENOSPC',
  ETXTBSY: 'EBUSY',
};

/** Says what the file system refused. */
export function refused(target: string, cause: unknown): AssayError {
  const code = codeOf(cause);
  const known = refusals[sameAs[code] ?? code];
  return new AssayError(
    {
      kind: 'io',
      message: known?.message(target) ?? `The disk refused to write ${target} (${code || String(cause)}).`,
      safe: unchanged,
      remedy: known?.remedy ?? 'Check the folder and try again.',
    },
    { cause },
  );
}
