import { APIError } from 'openai';
import type { ProviderError } from '../finetune/providers/failures.ts';

/** The server takes nothing for now, and has done nothing: whatever else stands in its answer. */
const turnedAway: readonly unknown[] = [429, 503];

/** Whether a server may have worked on a request that failed, and may charge for it. Where nobody can tell, it may. */
export function mayBeCharged({ outcome, cause }: ProviderError): boolean {
  if (outcome === 'declined') return false;
  return !(cause instanceof APIError && turnedAway.includes(cause.status)) && !neverSent(cause);
}

/** What Node calls the steps that come before a request goes out. */
const connecting: readonly unknown[] = ['getaddrinfo', 'connect'];
/** A connection that took too long to make, or a certificate that is none, as behind a portal. */
const noConnection = /^(UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

function neverSent(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  // One error for each address that was tried.
  if (thrown instanceof AggregateError) return thrown.errors.length > 0 && thrown.errors.every(neverSent);
  if ('syscall' in thrown && connecting.includes(thrown.syscall)) return true;
  if ('code' in thrown && noConnection.test(String(thrown.code))) return true;
  return neverSent(thrown.cause);
}
