import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import type { ApiError } from './api-error.ts';
import type { Fault } from './faults.ts';
import type { Answer } from './route.ts';
import type { ErrorShape } from './state.ts';

/** An answer on its way out. */
export type Reply = { status: number; headers: Record<string, string>; body: Answer | { page: string } };

export const answered = (body: Answer): Reply => ({ status: 200, headers: {}, body });
export const refused = (error: ApiError, shape: ErrorShape): Reply => ({
  status: error.status,
  headers: error.headers,
  body: { json: error.body(shape) },
});
export const portalPage: Reply = {
  status: 200,
  headers: {},
  body: { page: '<!doctype html><title>Welcome</title><h1>Sign in to use this network</h1>' },
};

/** Sends a reply; a fault may come in the middle of its body. */
export async function send(
  outgoing: ServerResponse,
  { status, headers, body }: Reply,
  fault: Fault | null,
): Promise<void> {
  if ('content' in body) {
    outgoing.writeHead(status, {
      ...headers,
      'content-type': 'application/octet-stream',
      'content-length': body.bytes,
    });
    await pipeline(Readable.from(body.content), outgoing);
    return;
  }
  const bytes = Buffer.from('page' in body ? body.page : JSON.stringify(body.json));
  const type = 'page' in body ? 'text/html' : 'application/json';
  outgoing.writeHead(status, { ...headers, 'content-type': type, 'content-length': bytes.length });
  if (fault?.kind !== 'slow-body' && fault?.kind !== 'cut-body') {
    outgoing.end(bytes);
    return;
  }
  const half = bytes.subarray(0, bytes.length >> 1);
  if (fault.kind === 'cut-body') {
    outgoing.write(half, () => outgoing.destroy());
    return;
  }
  outgoing.write(half);
  await after(fault.ms);
  outgoing.end(bytes.subarray(bytes.length >> 1));
}
