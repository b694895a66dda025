import { AssayError, type ErrorKind } from '../../../shared/errors.ts';
import type { Refusal } from '../../../shared/sync/protocol.ts';

const kept = 'Everything that you did is saved here and waits.';

type Sentences = { kind: ErrorKind; message: string; safe?: string; remedy: string };

/** An error of sync. Whatever goes wrong between a device and its team, nothing of it touches what is saved here. */
export function failure({ kind, message, safe = kept, remedy }: Sentences, cause?: unknown): AssayError {
  return new AssayError({ kind, message, safe, remedy }, { cause });
}

export const offline = (host: string, cause?: unknown): AssayError =>
  failure(
    {
      kind: 'offline',
      message: `The team’s server ${host} cannot be reached.`,
      remedy: 'Go on labeling; Assay tries again by itself as soon as there is a network.',
    },
    cause,
  );

export const unknownHost = (host: string, cause?: unknown): AssayError =>
  failure(
    {
      kind: 'offline',
      message: `There is no server ${host}, as far as this network can tell.`,
      remedy: 'Check the network first; if other sites open, ask your lead whether the team has moved or was deleted.',
    },
    cause,
  );

export const foreignAnswer = (host: string, cause?: unknown): AssayError =>
  failure(
    {
      kind: 'foreign-answer',
      message: `Something else than the team’s server answered under ${host}.`,
      remedy: 'If this network asks for a sign-in in a browser, do that first; else check the team’s address.',
    },
    cause,
  );

export const signedOut = (): AssayError =>
  failure({
    kind: 'signed-out',
    message: 'Your sign-in has ended.',
    remedy: 'Sign in again with the same account; what waits is sent then.',
  });

export const refused = (detail: string): AssayError =>
  failure({
    kind: 'refused',
    message: `The team’s server does not allow this (${detail.replace(/\.$/, '')}).`,
    remedy: 'Ask your lead whether you are still a member of the team and may do this.',
  });

/** What the team's own functions refuse, they say in sentences for a person. */
export const declined = (reason: Refusal, message: string, hint: string): AssayError =>
  failure({ kind: reason === 'bad_argument' ? 'invalid-input' : 'refused', message, remedy: hint });

export const removed = (): AssayError =>
  failure({
    kind: 'removed',
    message: 'You are no longer a member of this team.',
    remedy: 'Ask a lead for a new invite link; what waits is sent once you have joined again.',
  });

export const busy = (detail: string, cause?: unknown): AssayError =>
  failure(
    {
      kind: 'server-busy',
      message: `The team’s server could not answer now (${detail}).`,
      remedy: 'Go on labeling; Assay tries again by itself.',
    },
    cause,
  );

export const wrongKey = (host: string): AssayError =>
  failure({
    kind: 'wrong-key',
    message: `The server ${host} does not take this publishable key.`,
    remedy: 'Use the invite link as it was sent, or ask your lead for a new one: keys are changed now and then.',
  });

export const wrongServer = (host: string): AssayError =>
  failure({
    kind: 'wrong-server',
    message: `There is no team of Assay at ${host}.`,
    remedy: 'Use the invite link as it was sent, or ask your lead whether the team has moved or was deleted.',
  });

/** As Supabase answers for a project that sleeps (540), or has used up what it may use (402). */
export const paused = (host: string, status: number): AssayError =>
  failure({
    kind: 'server-busy',
    message: `The team’s server ${host} is paused (status ${status}).`,
    remedy: 'Go on labeling, and ask your lead to wake the project up or to look after its plan.',
  });

export const serverOlder = (host: string): AssayError =>
  failure({
    kind: 'server-older',
    message: `The team’s server ${host} is older than this version of Assay needs.`,
    remedy: 'Ask your lead to bring the team’s project up to date; until then go on labeling.',
  });

export const serverNewer = (host: string): AssayError =>
  failure({
    kind: 'server-newer',
    message: `The team’s server ${host} is newer than this version of Assay understands.`,
    remedy: 'Install the newest version of Assay; until then go on labeling.',
  });

/** After these nobody here knows whether the server has heard what it was asked. */
const unheard: readonly ErrorKind[] = ['offline', 'foreign-answer', 'server-busy', 'cancelled'];

/** Of a change that only the server can make: it waits nowhere, whether it was refused or not heard of. */
export function unmade(error: unknown): unknown {
  if (!(error instanceof AssayError)) return error;
  const { kind, message, remedy } = error;
  if (!unheard.includes(kind)) return failure({ kind, message, safe: 'Nothing was changed.', remedy }, error);
  return failure(
    {
      kind,
      message,
      safe: 'The change does not wait here: it is made if the server has heard of it, and else not.',
      remedy: 'Sync when the server answers again, and make the change once more if it is not there.',
    },
    error,
  );
}

/** The server read the call and could not carry it out: what was sent is at fault, not the way there. */
export const unacceptable = (detail: string): AssayError =>
  failure({
    kind: 'invalid-input',
    message: `The team’s server could not take what was sent (${detail}).`,
    remedy: 'Please report this with the sentence above.',
  });

export const importing = (): AssayError =>
  failure({
    kind: 'conflict',
    message: 'An import is writing samples.',
    remedy: 'Compare with the server when it has ended.',
  });

export const stopped = (): AssayError =>
  failure({ kind: 'cancelled', message: 'The exchange with the server was stopped.', remedy: 'Start it again.' });
