import OpenAI from 'openai';
import type { Provider } from '../../../../shared/domain/provider.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { addressProblem } from '../../../../shared/rules/providers.ts';

/** A call that is not a file: what takes longer than this is taken to be lost. */
export const callMs = 60_000;

/**
 * OpenAI's client for a provider. It tries nothing twice, writes no log, follows no redirect (which would send a request
 * a second time, somewhere else) and takes nothing from the environment but what nobody can switch off.
 *
 * @throws AssayError invalid-input for an address that must not be spoken to
 */
export function openClient({ baseUrl, name }: Pick<Provider, 'baseUrl' | 'name'>, key: string): OpenAI {
  const problem = addressProblem(baseUrl);
  if (problem !== null)
    throw new AssayError({
      kind: 'invalid-input',
      message: `${name} cannot be used. ${problem}`,
      safe: 'Nothing was sent.',
      remedy: 'Correct the address in the settings of the provider.',
    });
  return new OpenAI({
    apiKey: key,
    adminAPIKey: null,
    baseURL: baseUrl,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    timeout: callMs,
    logLevel: 'off',
    // Nothing follows it, and what it says tells a person which address to enter.
    fetchOptions: { redirect: 'manual' },
    fetch: whole(key),
  });
}

/** Shorter ones are words that a server of one's own takes for a key, and may stand anywhere. */
const leastKey = 16;

/**
 * Answers are read whole, while the client's clock still runs: for it the headers are the end, and a body that breaks off
 * would be no lost connection. A server may repeat the key in what it says, and that is kept and shown: it is taken out here.
 */
function whole(key: string): typeof fetch {
  const repeated = key.length < leastKey ? null : writtenIn(key);
  return async (url, init) => {
    const response = await fetch(url, init);
    const { status, statusText, headers } = response;
    const text = await response.text();
    const told = repeated === null ? text : text.replaceAll(repeated, '[the key]');
    return new Response(told || null, { status, statusText, headers });
  };
}

/** A key as it stands in JSON, where any of its characters may be escaped. */
function writtenIn(key: string): RegExp {
  const hex = (char: string) => char.charCodeAt(0).toString(16).padStart(2, '0');
  return new RegExp(
    key.replaceAll(/./g, (char) => `(?:\\\\?\\x${hex(char)}|\\\\u00(?i:${hex(char)}))`),
    'g',
  );
}

export function hostOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.host ?? baseUrl;
}
