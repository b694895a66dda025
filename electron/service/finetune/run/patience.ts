import { ProviderError } from '../providers/failures.ts';
import type { Clock } from './clock.ts';

const firstWaitMs = 2_000;
const longestWaitMs = 5 * 60_000;

/**
 * Asks until it is answered, with longer and longer waits, as long as what stands in the way may pass: no network, a server
 * that is out of order. For what may be asked twice.
 *
 * @param signal ends the asking and the waiting
 * @param told hears of each failure that is waited out
 */
export async function patiently<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  { clock, signal, told }: { clock: Clock; signal: AbortSignal; told(error: ProviderError): void },
): Promise<T> {
  for (let wait = firstWaitMs; ; wait = Math.min(2 * wait, longestWaitMs)) {
    signal.throwIfAborted();
    try {
      return await ask(signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ProviderError && error.passing)) throw error;
      told(error);
      await clock.sleep(Math.max(wait, error.retryAfterMs ?? 0), signal);
    }
  }
}
