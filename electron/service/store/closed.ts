import { AssayError } from '../../../shared/errors.ts';

/** What is told to whoever asks something of a workspace that closes before it is done, or was closed before. */
export function workspaceClosed(): AssayError {
  return new AssayError({
    kind: 'cancelled',
    message: 'The workspace was closed before this was done.',
    safe: 'What was saved before is safe.',
    remedy: 'Open the workspace again, and try again.',
  });
}
