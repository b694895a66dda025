import { z } from 'zod';
import type { Provider } from '../domain/provider.ts';

const gigabyte = 1_000_000_000;

/**
 * The providers that a workspace knows from the start. What can end is a dated notice with its source; when a model ends is
 * asked of the server.
 */
export const builtInProviders: readonly Provider[] = [
  {
    id: 'openai',
    kind: 'openai',
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com/v1',
    capabilities: {
      dpo: true,
      parts: true,
      metadata: true,
      largestFile: 8 * gigabyte,
      longestExample: 65_536,
    },
    newJobsUntil: { day: '2027-01-06', source: 'https://developers.openai.com/api/docs/deprecations' },
  },
  {
    id: 'nebius',
    kind: 'nebius',
    name: 'Nebius Token Factory',
    baseUrl: 'https://api.tokenfactory.nebius.com/v1',
    capabilities: { dpo: true, parts: false, metadata: false, largestFile: 5 * gigabyte, longestExample: null },
    newJobsUntil: null,
  },
];

/**
 * Since when organisations that never tuned cannot begin any more, and where that is said. The server tells only when a job
 * is asked for, so whoever lists no job is warned before.
 */
export const closedToNewcomers = {
  openai: { day: '2026-05-07', source: 'https://developers.openai.com/api/docs/deprecations' },
} as const;

/** An own server is taken to do what OpenAI's own does, until a person says otherwise. */
export const defaultCapabilities: Provider['capabilities'] = {
  dpo: true,
  parts: true,
  metadata: true,
  largestFile: 512_000_000,
  longestExample: null,
};

/** The day on which a model ends, by what its server announces; null where that is no date. */
export function endDay(announced: string): string | null {
  return z.iso.date().safeParse(announced.slice(0, 10)).data ?? null;
}

/** Whether a model has ended by then: it ends as the day that its server announces begins, at midnight UTC. */
export function hasEnded(shutdown: string | null, now: number): boolean {
  const day = shutdown === null ? null : endDay(shutdown);
  return day !== null && Date.parse(day) <= now;
}

/**
 * Why a base address cannot be used, or null. Without TLS everybody on the way reads the key and the data, so only this
 * machine is spoken to like that.
 */
export function addressProblem(baseUrl: string): string | null {
  let url: URL;
  try {
    url = new URL(baseUrl);
  } catch {
    return `“${baseUrl}” is no address.`;
  }
  if (url.username !== '' || url.password !== '') return 'The address holds a user name or a password.';
  if (url.search !== '' || url.hash !== '') return 'The address holds more than a host and a path.';
  if (url.protocol === 'https:') return null;
  if (url.protocol !== 'http:') return `“${url.protocol}” is not how such a server is spoken to.`;
  return ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
    ? null
    : 'The address has no TLS (it begins with http://): everybody on the way could read the key and the data.';
}
