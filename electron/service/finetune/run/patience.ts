import { ProviderError } from '../providers/failures.ts';

const firstWaitMs = 2_000;
const longestWaitMs = 5 * 60_000;

export type Patience = {
  /** Ends the asking and the waiting. */
  signal: AbortSignal;
  /** Waits out a failure: for so long, or shorter where a person will not wait. Does not reject. */
  wait(error: ProviderError, ms: number): Promise<void>;
  /** What was waited for has been answered. */
  answered(): void;
};

/**
 * Asks until it is answered, with longer and longer waits, as long as what stands in the way may pass: no network, a server
 * that is out of order. For what may be asked twice.
 */
export async function patiently<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { signal, wait, answered }: Patience,
): Promise<T> {
  for (let ms = firstWaitMs; ; ms = Math.min(2 * ms, longestWaitMs)) {
    signal.throwIfAborted();
    try {
      const answer = await ask(signal);
      answered();
      return answer;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ProviderError && error.passing)) throw error;
      await wait(error, Math.max(ms, error.retryAfterMs ?? 0));
    }
  }
}
