import { AssayError } from '../../shared/errors.ts';

/** How a command ended, for scripts. The help documents these numbers; they never change their meaning. */
export const exit = {
  ok: 0,
  /** The work is done, and it found something that a person should look at. */
  findings: 1,
  usage: 2,
  workspace: 3,
  failed: 4,
  /** The team's server cannot be reached, or cannot answer now: the same command does the rest later. */
  unreachable: 5,
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof exit)[keyof typeof exit];

export const exitHelp = `Exit codes
  0    done
  1    done, with findings: rejected lines, an empty file or dataset, a failed check, an invalid file
  2    wrong usage
  3    the workspace, or what is named in it, cannot be used: missing, locked, older, newer, damaged or not ready for it
  4    failed: a file, a folder, the disk, a provider or the team's server refused, or a defect
  5    the team's server cannot be reached or is busy: try again later
  130  stopped by Ctrl-C (143: by SIGTERM)`;

/** The command line was wrong; the message says in what. */
export class UsageError extends AssayError {
  constructor(message: string, command?: string) {
    super({
      kind: 'invalid-input',
      message,
      safe: 'Nothing was done.',
      remedy: `Run “assay ${command ? `${command} ` : ''}--help”.`,
    });
  }
}

const workspaceKinds: readonly string[] = [
  'not-found',
  'conflict',
  'workspace-locked',
  'workspace-newer',
  'workspace-damaged',
  'samples-damaged',
];

const passingKinds: readonly string[] = ['offline', 'foreign-answer', 'server-busy'];

export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return exit.usage;
  return error instanceof AssayError ? exitCodeOfKind(error.kind) : exit.failed;
}

/** @param kind of an error, as a report has it */
export function exitCodeOfKind(kind: string): ExitCode {
  if (kind === 'empty') return exit.findings;
  if (passingKinds.includes(kind)) return exit.unreachable;
  return workspaceKinds.includes(kind) ? exit.workspace : exit.failed;
}

/** @param kind of what a job failed with: workspace and job are there, so that what it did not find is at a provider, or a file */
export function exitCodeOfFailure(kind: string): ExitCode {
  return kind === 'not-found' ? exit.failed : exitCodeOfKind(kind);
}

/** @param signal what asked the command to stop */
export function exitCodeOfSignal(signal: NodeJS.Signals): ExitCode {
  return signal === 'SIGTERM' ? exit.terminated : exit.interrupted;
}
