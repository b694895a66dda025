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
    fetchOptions: { redirect: 'error' },
  });
}

export function hostOf(baseUrl: string): string {
  return URL.parse(baseUrl)?.host ?? baseUrl;
}
