import { APIError } from 'openai';
import type { ProviderError } from '../finetune/providers/failures.ts';

/** By which servers say that something is wrong with a request. What stands beside them differs from one to the next. */
const aboutARequest: readonly unknown[] = [400, 413, 422];
/** Some are about what every request has in common. */
const aboutAll: readonly unknown[] = [
  'model_not_found',
  'model_decommissioned',
  'insufficient_quota',
  'billing_hard_limit_reached',
  'invalid_api_key',
];
/** By which a 403 says that it means what was asked, and not who asks. */
const moderated = /moderat|flagged|filter|policy|safety/i;

/** Whether a server declined a request for what may be in its prompt. */
export function mayBeThePrompt({ cause }: ProviderError): boolean {
  if (!(cause instanceof APIError) || aboutAll.includes(cause.code) || cause.param === 'model') return false;
  return (
    aboutARequest.includes(cause.status) || (cause.status === 403 && moderated.test(`${cause.code} ${cause.message}`))
  );
}
