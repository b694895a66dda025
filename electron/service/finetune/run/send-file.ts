import { AssayError } from '../../../../shared/errors.ts';
import { ProviderError } from '../providers/failures.ts';
import type { Provider, Sending, SendingNotes } from '../providers/provider.ts';
import { type Patience, patiently } from './patience.ts';

/**
 * An upload that ran out is begun again, because the machine may have slept over it; so often, because a line that is too
 * slow would go on for ever.
 */
const mostUploads = 3;

type Notes = Omit<SendingNotes, 'begun' | 'onGone'> & {
  /** The upload of this file that was begun last, by what is on the disk. */
  begun(): SendingNotes['begun'];
};

/**
 * Sends a file, with patience for what passes by itself, from where it was left.
 *
 * @returns its id at the provider
 * @throws AssayError what does not pass, or what the signal says when that comes
 */
export async function sendFile(
  file: Sending,
  { begun, ...notes }: Notes,
  provider: Provider,
  patience: Patience,
): Promise<string> {
  const gone = new Set<string>();
  const send = async (signal: AbortSignal) => {
    const known = gone.size;
    const upload = begun();
    const open = upload && !gone.has(upload.uploadId) ? upload : null;
    try {
      return await provider.send(file, { ...notes, begun: open, onGone: (uploadId) => gone.add(uploadId) }, signal);
    } catch (error) {
      if (!(error instanceof ProviderError) || gone.size === known) throw error;
      if (gone.size === mostUploads) throw tooSlow(error);
      throw new ProviderError(error.report(), { outcome: 'declined', passing: true, retryAfterMs: null }, error);
    }
  };
  return patiently(send, patience);
}

function tooSlow(cause: ProviderError): AssayError {
  return new AssayError(
    {
      kind: 'server-busy',
      message: `The provider has dropped a file ${mostUploads} times before all of it was there: ${cause.message}`,
      safe: cause.safe,
      remedy: 'It keeps for an hour what comes in parts: go on over a faster line, or build a smaller dataset.',
    },
    { cause },
  );
}
