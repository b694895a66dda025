import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import type { Backend } from '../backend/backend.ts';

/**
 * What happens to one exchange. `refuse`: the connection is closed before anything arrives. `lose`: the server does it, and
 * the answer is lost. `truncate`: half an answer. `duplicate`: it arrives twice. `late`: the answer is lost and the request
 * arrives once more later, behind others. `delay`: it takes a while. `page`: a captive portal answers. `empty`: an answer
 * without anything in it, as for somebody who may see nothing. `redirect`: it sends
 * to a sign-in page. `busy`: a gateway says not now. `expired`: the token is no longer good. `abort`: the database rolls back
 * what it is at, as when it is stopped in the middle.
 */
export const faults = [
  'refuse',
  'lose',
  'truncate',
  'duplicate',
  'late',
  'delay',
  'page',
  'empty',
  'redirect',
  'busy',
  'expired',
  'abort',
] as const;
export type Fault = (typeof faults)[number];

export type Exchanged = { path: string; body: Buffer; fault: Fault | null };

type Incoming = { method: string; path: string; headers: IncomingHttpHeaders; body: Buffer };
type Outgoing = { status: number; headers: IncomingHttpHeaders; body: Buffer };

export type FaultProxy = {
  url: string;
  /** Decides what happens to each request; null lets it pass. */
  fault: (request: { path: string; body: Buffer }) => Fault | null;
  /** Everything that was asked, in order. */
  readonly exchanged: Exchanged[];
  /** Hears what the server answers. */
  answered: (path: string, body: Buffer) => void;
  /** Resolves when what was held back has arrived. */
  settled(): Promise<void>;
  /** Where requests go in the place of the server. */
  elsewhere: string | null;
  close(): Promise<void>;
};

/** The server as it is now: a restore puts another in its place. */
type Behind = { readonly backend: Pick<Backend, 'url' | 'sql'> };

/** Long enough for a request to have reached the database, and short enough for it to be at work. */
const abortAfterMs = 3;

/** But for what the driver asks by itself on a new connection, once for all types: nobody hears of it when that fails. */
const abortAll = `select pg_cancel_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
  and query not like '%pg_catalog.pg_type%'`;

/** A bad network before a server. Faults concern the exchanges of sync; signing in passes. */
export async function startProxy(server: Behind): Promise<FaultProxy> {
  const held = new Set<Promise<unknown>>();
  const hold = (work: Promise<unknown>) => {
    const settled = work.catch(() => undefined).finally(() => held.delete(settled));
    held.add(settled);
  };

  function forward({ method, path, headers, body }: Incoming): Promise<Outgoing> {
    return new Promise((resolve, reject) => {
      const upstream = send(new URL(path, proxy.elsewhere ?? server.backend.url), { method, headers }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const whole = Buffer.concat(chunks);
          proxy.answered(path, whole);
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: whole });
        });
        answer.on('error', reject);
      });
      upstream.on('error', reject);
      upstream.end(body);
    });
  }

  const listener = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    const give = ({ status, headers, body }: Outgoing) => outgoing.writeHead(status, headers).end(body);
    const html = (status: number, more = {}) =>
      give({ status, headers: { 'content-type': 'text/html', ...more }, body: Buffer.from('<h1>Welcome</h1>') });
    const cut = () => incoming.socket.destroy();
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = 'GET', url: path = '/', headers } = incoming;
      const request: Incoming = { method, path, headers, body: Buffer.concat(chunks) };
      const fault = path.startsWith('/rest/') ? proxy.fault(request) : null;
      proxy.exchanged.push({ path, body: request.body, fault });
      const acts: Record<Fault | 'pass', () => Promise<unknown> | unknown> = {
        pass: async () => give(await forward(request)),
        refuse: cut,
        lose: async () => {
          await forward(request);
          cut();
        },
        truncate: async () => {
          const answer = await forward(request);
          outgoing.writeHead(answer.status, answer.headers);
          outgoing.write(answer.body.subarray(0, answer.body.length >> 1), cut);
        },
        duplicate: async () => {
          const [answer] = await Promise.all([forward(request), forward(request)]);
          give(answer);
        },
        late: () => {
          cut();
          hold(after(30).then(() => forward(request)));
        },
        delay: async () => {
          await after(20);
          give(await forward(request));
        },
        page: () => html(200),
        empty: () => give({ status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('[]') }),
        redirect: () => html(302, { location: 'http://portal.invalid/' }),
        busy: () => html(503),
        expired: () =>
          give({
            status: 401,
            headers: { 'content-type': 'application/json' },
            body: Buffer.from(JSON.stringify({ code: 'PGRST303', message: 'JWT expired' })),
          }),
        abort: async () => {
          const answer = forward(request);
          await after(abortAfterMs);
          await server.backend.sql(abortAll);
          give(await answer);
        },
      };
      hold(Promise.resolve(acts[fault ?? 'pass']()).catch(cut));
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const proxy: FaultProxy = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    fault: () => null,
    exchanged: [],
    answered: () => {},
    elsewhere: null,
    async settled() {
      while (held.size > 0) await Promise.all(held);
    },
    async close() {
      listener.closeAllConnections();
      await new Promise((resolve) => listener.close(resolve));
      await proxy.settled();
    },
  };
  return proxy;
}
