import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Net } from 'electron';
import { onlyKnown } from '../guard.ts';
import { handlerOf } from './protocol.ts';

/** Chromium knows many more; these are what an app's own folder holds. */
const MEDIA_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

async function fetchFile(url: string): Promise<Response> {
  const path = fileURLToPath(url);
  const body = await readFile(path).catch(() => {
    throw new Error('net::ERR_FILE_NOT_FOUND');
  });
  return new Response(body, {
    headers: { 'content-type': MEDIA_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream' },
  });
}

const isOnline = () =>
  Object.values(networkInterfaces()).some((addresses) => addresses?.some((address) => !address.internal));

export const net = onlyKnown(
  {
    async fetch(input, init) {
      const url = typeof input === 'string' ? input : input.url;
      if (url.startsWith('file:')) return fetchFile(url);
      const handler = init?.bypassCustomProtocolHandlers ? undefined : handlerOf(new URL(url).protocol.slice(0, -1));
      return handler ? handler(new Request(input, init)) : fetch(input, init);
    },
    isOnline,
    get online() {
      return isOnline();
    },
  } satisfies Pick<Net, 'fetch' | 'isOnline' | 'online'>,
  'net',
);
