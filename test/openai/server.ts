import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { ApiError, serverError } from './api-error.ts';
import { type Body, readBody } from './body.ts';
import { runningClock } from './clock.ts';
import type { Exchange } from './exchange.ts';
import { Faults } from './faults.ts';
import { admit, type KeyState } from './keys.ts';
import { LateEffects } from './late-effects.ts';
import { answered, refused, send } from './reply.ts';
import { type FileRule, matchRoute } from './routes.ts';
import { State, type StateOptions } from './state.ts';
import { Hasher } from './storage.ts';
import { type Act, underFault } from './under-fault.ts';

export type FakeOpenAIOptions = Partial<Omit<StateOptions, 'folder'>> & {
  port?: number;
  /** Keys and what they may do. Without them every key is good. */
  keys?: Readonly<Record<string, KeyState>>;
  /** How long every answer takes, in real milliseconds. */
  latencyMs?: number;
  /** Hears of every request that came to its end, just before it is answered. */
  heard?: (exchange: Exchange) => void;
};

export type FakeOpenAI = {
  /** Ends in `/v1`: what a client takes as its base URL. */
  url: string;
  state: State;
  faults: Faults;
  close(): Promise<void>;
};

/** Starts the server on 127.0.0.1. What is uploaded is kept in a temporary folder that goes with it. */
export async function startFakeOpenAI(options: FakeOpenAIOptions = {}): Promise<FakeOpenAI> {
  const folder = await mkdtemp(join(tmpdir(), 'fake-openai-'));
  const state = new State({ ...options, clock: options.clock ?? runningClock(), folder });
  const faults = new Faults();
  const late = new LateEffects();

  async function exchange(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const arrived = performance.now();
    const { method = 'GET', url = '/', headers } = incoming;
    const { pathname, searchParams: query } = new URL(url, 'http://127.0.0.1');
    const { route, params } = matchRoute(method, pathname) ?? { route: null, params: {} };
    const from = route?.file?.from?.(state, params['id']) ?? new Hasher();
    const body = await read(incoming, state, route?.file, from);
    const act: Act = async (now) => {
      try {
        if (route === null) throw new ApiError(404, `Invalid URL (${method} ${pathname})`);
        admit(headers, options.keys, route);
        if (body instanceof ApiError) throw body;
        return answered(await route.act(state, { ...body, params, query, now }));
      } catch (error) {
        return refused(asApiError(error), state.habits.errorShape);
      }
    };
    const fault = route && faults.take(route.name);
    const now = state.clock.now();
    await late.run(now);
    const reply = await underFault(fault, act, now, late, state.habits);
    await after(Math.max(0, (options.latencyMs ?? 0) - (performance.now() - arrived)));
    options.heard?.({
      route: route?.name ?? null,
      method,
      url,
      headers,
      ...told(body),
      fault,
      answer: reply && { status: reply.status, json: 'json' in reply.body ? reply.body.json : null },
    });
    if (reply === null) incoming.socket.destroy();
    else await send(outgoing, reply, fault);
  }

  const server = createServer((incoming, outgoing) => {
    exchange(incoming, outgoing).catch((error) => {
      // Whoever hangs up in the middle gets no answer and leaves nothing.
      if (!incoming.socket.destroyed) showDefect(error);
      incoming.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`,
    state,
    faults,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The body, or why it is none. */
async function read(
  incoming: IncomingMessage,
  state: State,
  rule: FileRule | undefined,
  from: Hasher,
): Promise<Body | ApiError> {
  try {
    return await readBody(incoming, state.storage, rule, from);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function told(body: Body | ApiError): Pick<Exchange, 'json' | 'form'> {
  if (body instanceof ApiError) return { json: null, form: null };
  const { json, form } = body;
  if (!form?.file) return { json, form: form && { fields: form.fields, file: null } };
  const { field, filename, blob, hasher } = form.file;
  const sha256 = field === 'file' ? hasher.digests().sha256 : null;
  const file = { field, filename, bytes: blob.bytes, sha256 };
  return { json, form: { fields: form.fields, file } };
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  showDefect(error);
  return serverError();
}

/** A defect of this server itself, which whoever watches it has to see. */
function showDefect(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
}
