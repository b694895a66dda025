import { z } from 'zod';
import type { AssayError } from '../../../shared/errors.ts';
import { refusals } from '../../../shared/sync/protocol.ts';
import type { Team } from '../../../shared/sync/status.ts';
import {
  busy,
  declined,
  foreignAnswer,
  offline,
  paused,
  refused,
  removed,
  signedOut,
  stopped,
  unacceptable,
  unknownHost,
  wrongKey,
  wrongServer,
} from './failures.ts';

/** An answer above this is refused while it arrives: a page that large is asked for again in smaller pieces. */
const maxAnswerBytes = 64 * 2 ** 20;

export type PostOptions = { token: string; timeoutMs: number; signal: AbortSignal };
export type Answer = { value: unknown; bytes: number };

/** An error as PostgREST tells it: a SQLSTATE, or a code of its own that begins with PGRST. */
const errorSchema = z.object({
  code: z.string().min(1),
  message: z.string(),
});

/** What a function of the team's raises itself. */
const refusalSchema = z.object({ details: z.enum(refusals), message: z.string(), hint: z.string() });

/** These SQLSTATE classes say that the server is in trouble, not that the call was wrong. */
const troubles = /^(08|40|53|55|57|58)/;

/** A gateway says so in its own name, before anything of the project has been asked. */
export const pausedStatuses: readonly number[] = [402, 540];

/** Where a request goes below the team's address, and what it says beside the body. */
type Request = { path: string; headers: Record<string, string>; method: string; body: string | null };
export type Reply = { status: number; bytes: Buffer };

/**
 * Sends one request to the team's server and reads its reply to the end, within the time that is given for both.
 *
 * @throws AssayError when it could not be reached, was too slow or too long, or when the caller stopped it
 */
export async function send(
  team: Team,
  { path, headers, method, body }: Request,
  { timeoutMs, signal }: Omit<PostOptions, 'token'>,
): Promise<Reply> {
  const expired = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(new URL(path, team.url.endsWith('/') ? team.url : `${team.url}/`), {
      method,
      redirect: 'manual',
      headers: { apikey: team.publishableKey, accept: 'application/json', ...headers },
      body,
      signal: AbortSignal.any([signal, expired]),
    });
    return { status: response.status, bytes: await readBody(response) };
  } catch (error) {
    if (signal.aborted) throw stopped();
    if (expired.aborted) throw busy(`no answer within ${timeoutMs / 1000} s`, error);
    throw error instanceof TypeError ? unreachable(new URL(team.url).host, error) : error;
  }
}

/**
 * Calls a function of the team's database.
 *
 * A plain request, because it has to be certain of what a client library decides by itself: it never goes out without the
 * person's own token (a call as nobody is answered with nothing, and looks like success), it follows no redirect with that
 * token, its time limit covers the body, and it does not repeat what may have taken effect.
 *
 * @throws AssayError with a kind of its own for everything that can go wrong on the way
 */
export async function post(team: Team, name: string, body: unknown, options: PostOptions): Promise<Answer> {
  const { status, bytes } = await send(
    team,
    {
      path: `rest/v1/rpc/${name}`,
      method: 'POST',
      headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
    options,
  );
  const { host } = new URL(team.url);
  const value = readJson(host, { status, bytes });
  if (status >= 200 && status < 300) return { value, bytes: bytes.length };
  throw errorOf(host, status, value);
}

async function readBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw busy(`its answer is longer than ${maxAnswerBytes / 2 ** 20} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** @throws AssayError when a page, a redirect or half an answer came in the place of JSON */
export function readJson(host: string, { status, bytes }: Reply): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    // A gateway's page for “not now” is no JSON either.
    if (pausedStatuses.includes(status)) throw paused(host, status);
    throw status === 429 || status >= 500 ? busy(`status ${status}`, error) : foreignAnswer(host, error);
  }
}

function errorOf(host: string, status: number, value: unknown): AssayError {
  const { code = '', message = `status ${status}` } = errorSchema.safeParse(value).data ?? {};
  if (code === '28000' || /^PGRST30/.test(code)) return signedOut();
  const refusal = refusalSchema.safeParse(value).data;
  if (refusal?.details === 'removed') return removed();
  if (refusal) return declined(refusal.details, refusal.message, refusal.hint);
  if (code === '42501') return refused(message);
  if (code === 'PGRST202' || (status === 404 && code === '')) return wrongServer(host);
  if (pausedStatuses.includes(status)) return paused(host, status);
  if (status === 401) return wrongKey(host);
  if (status === 429 || troubles.test(code) || (status >= 500 && code === '')) return busy(`${message} ${code}`.trim());
  if (code === '') return foreignAnswer(host);
  return unacceptable(`${message}, ${code}`);
}

/** Node's fetch says no more than that it failed; the cause knows why. */
function unreachable(host: string, error: TypeError): AssayError {
  const code = error.cause instanceof Error && 'code' in error.cause ? String(error.cause.code) : '';
  if (/^(CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL)/.test(code)) return foreignAnswer(host, error);
  return code === 'ENOTFOUND' ? unknownHost(host, error) : offline(host, error);
}
