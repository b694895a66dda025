import type { IncomingHttpHeaders } from 'node:http';
import { ApiError, rateLimited } from './api-error.ts';
import type { Route } from './routes.ts';

/**
 * What a key may do. `no-quota` may look at everything and start nothing that costs; `ineligible` belongs to an
 * organisation for which fine-tuning is closed.
 */
export type KeyState = 'ok' | 'wrong' | 'no-quota' | 'ineligible' | 'rate-limited';

const refusals: Record<Exclude<KeyState, 'ok'>, { error: () => ApiError; refuses: (route: Route) => boolean }> = {
  wrong: { error: () => wrongKey('Incorrect API key provided.'), refuses: () => true },
  'no-quota': {
    error: () =>
      new ApiError(429, 'You exceeded your current quota, please check your plan and billing details.', {
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      }),
    refuses: ({ costs }) => costs === true,
  },
  ineligible: {
    error: () =>
      new ApiError(403, 'Fine-tuning is no longer available to your organization. Existing models keep answering.'),
    refuses: ({ name }) => name === 'POST /fine_tuning/jobs',
  },
  'rate-limited': { error: () => rateLimited(1), refuses: () => true },
};

const wrongKey = (message: string): ApiError => new ApiError(401, message, { code: 'invalid_api_key' });

/** Throws what a key is refused with. Every key is good unless the server was told of keys. */
export function admit(
  { authorization }: IncomingHttpHeaders,
  keys: Readonly<Record<string, KeyState>> | undefined,
  route: Route,
): void {
  const key = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
  if (key === undefined) throw wrongKey("You didn't provide an API key.");
  const state = keys === undefined ? 'ok' : (keys[key] ?? 'wrong');
  if (state !== 'ok' && refusals[state].refuses(route)) throw refusals[state].error();
}
