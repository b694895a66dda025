import type { Bridge } from '../shared/contract/bridge.ts';
import type { CallInput, CallName, CallOutput } from '../shared/contract/calls.ts';
import type { EventName, EventPayload } from '../shared/contract/events.ts';
import { AssayError } from '../shared/errors.ts';

declare global {
  interface Window {
    readonly assay: Bridge;
  }
}

/**
 * Asks the main process.
 *
 * @throws AssayError with the report that the main process gave
 */
export async function ask<N extends CallName>(
  name: N,
  ...[input]: undefined extends CallInput<N> ? [] : [CallInput<N>]
): Promise<CallOutput<N>> {
  const result = await window.assay.call(name, input as CallInput<N>);
  if (result.ok) return result.value;
  throw new AssayError(result.error);
}

/** Listens to the main process; returns the function that stops. */
export function listen<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void {
  return window.assay.on(name, listener);
}
