import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { z } from 'zod';
import { AssayError, type ErrorReport } from '../../../../shared/errors.ts';

/**
 * What may have come of a request that failed. `declined`: the server read it and said no, so nothing happened. `unknown`:
 * the answer was lost, or somebody else gave it, or the server broke down over it; it may have happened.
 */
export type Outcome = 'declined' | 'unknown';

/** What a provider's failure means to whoever asked. */
export class ProviderError extends AssayError {
  readonly outcome: Outcome;
  /** Worth asking again later; with how long the server wants to be left alone, in ms. */
  readonly passing: boolean;
  readonly retryAfterMs: number | null;

  constructor(
    report: ErrorReport,
    { outcome, passing, retryAfterMs }: { outcome: Outcome; passing: boolean; retryAfterMs: number | null },
    cause?: unknown,
  ) {
    super(report, { cause });
    this.outcome = outcome;
    this.passing = passing;
    this.retryAfterMs = retryAfterMs;
  }
}

type Words = Pick<ErrorReport, 'kind' | 'message' | 'remedy'>;

/** What only whoever asked can say of a failure, as sentences: what it may have cost, and what to do where nothing was found. */
export type About = { charged?: string; missing?: string };

export function failureOf(thrown: unknown, host: string, about: About = {}): unknown {
  const { charged = 'Nothing was charged.', missing = 'Check the address of the provider.' } = about;
  const failure = (words: Words, outcome: Outcome, passing: boolean, retryAfterMs: number | null = null) =>
    new ProviderError({ ...words, safe: charged }, { outcome, passing, retryAfterMs }, thrown);
  if (thrown instanceof APIUserAbortError) return stopped(charged);
  if (thrown instanceof APIConnectionTimeoutError)
    return failure(
      {
        kind: 'server-busy',
        message: `${host} took too long to answer.`,
        remedy: 'Assay asks again by itself where that is safe; otherwise try again.',
      },
      'unknown',
      true,
    );
  if (thrown instanceof APIConnectionError)
    return failure(
      {
        kind: 'offline',
        message: `${host} cannot be reached${causeText(thrown)}.`,
        remedy: 'Check the network and the address; what has begun goes on when there is a network.',
      },
      'unknown',
      true,
    );
  if (thrown instanceof z.ZodError || thrown instanceof SyntaxError)
    return failure(
      {
        kind: 'foreign-answer',
        message: `Something that is no such server answered under ${host}.`,
        remedy: 'If this network asks for a sign-in in a browser, do that first; else check the address.',
      },
      'unknown',
      true,
    );
  if (!(thrown instanceof APIError)) return thrown;
  return answered(thrown, host, missing, failure);
}

/** What a server said with a status. */
function answered(
  error: APIError,
  host: string,
  missing: string,
  failure: (words: Words, outcome: Outcome, passing: boolean, retryAfterMs?: number | null) => ProviderError,
): ProviderError {
  const status = error.status ?? 0;
  if (status >= 300 && status < 400)
    return failure(
      {
        kind: 'wrong-server',
        message: `${host} answers with a redirect${targetText(error, host)} (status ${status}), and none is followed.`,
        remedy: 'Correct the address of the provider, or sign in to the network first where it asks for that.',
      },
      // By these two it has done nothing yet; by others it may have done what was asked, and send on to what came of it.
      [307, 308].includes(status) ? 'declined' : 'unknown',
      false,
    );
  const said = saidIn(error.error, status);
  // A gateway says this of itself, and has passed nothing on; it will say it again.
  if (status === 413)
    return failure(
      {
        kind: 'invalid-input',
        message: `${host} takes no request that is so large (status 413).`,
        remedy:
          'Build a smaller dataset; or say of a server of your own how large a file may be, or that it takes parts.',
      },
      'declined',
      false,
    );
  if (said === null)
    return failure(
      {
        kind: status >= 500 ? 'server-busy' : 'foreign-answer',
        message: `${host} answered with status ${status} and nothing that such a server says.`,
        remedy: 'Try again later; if it stays, check the address.',
      },
      'unknown',
      true,
    );
  const { message, code } = said;
  const detail = `“${message.trim().slice(0, 500)}”`;
  if (status >= 500 || status === 408 || status === 409)
    return failure(
      {
        kind: 'server-busy',
        message: `${host} could not answer now (status ${status}): ${detail}`,
        remedy: 'Assay asks again by itself where that is safe; otherwise try again later.',
      },
      'unknown',
      true,
      retryAfter(error),
    );
  if (status === 402 || (status === 429 && [code, error.type].includes('insufficient_quota')))
    return failure(
      {
        kind: 'no-quota',
        message: `The account at ${host} has nothing left to spend: ${detail}`,
        remedy: 'Look at its billing page, add credit or raise its limit, and try again.',
      },
      'declined',
      false,
    );
  if (status === 429)
    return failure(
      {
        kind: 'server-busy',
        message: `${host} takes no more for now: ${detail}`,
        remedy: 'Wait a little and try again.',
      },
      'declined',
      true,
      retryAfter(error),
    );
  if (status === 401)
    return failure(
      {
        kind: 'wrong-key',
        message: `${host} does not take this key: ${detail}`,
        remedy: 'Enter the key again; make a new one at the provider if it was withdrawn.',
      },
      'declined',
      false,
    );
  if (status === 403)
    return failure(
      {
        kind: 'refused',
        message: `${host} does not allow this to the account: ${detail}`,
        remedy: 'Give the key the permission that is named, use another provider, or train with the dataset’s own kit.',
      },
      'declined',
      false,
    );
  if (status === 404)
    return failure(
      { kind: 'not-found', message: `${host} does not have this: ${detail}`, remedy: missing },
      'declined',
      false,
    );
  return failure(
    {
      kind: 'invalid-input',
      message: `${host} declined the request: ${detail}`,
      remedy: 'Change what it names, and try again.',
    },
    'declined',
    false,
  );
}

/** As OpenAI says an error, and nobody on the way does. */
const saidSchema = z.object({ message: z.string(), code: z.union([z.string(), z.number()]).nullish() });
const faultSchema = z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() });
/** As other servers of this shape say it: a sentence alone, or FastAPI's `detail`, as Nebius documents it. */
const plainSchema = z.union([
  z.string().min(1),
  z
    .object({
      detail: z.union([
        z.string().min(1),
        z
          .array(faultSchema)
          .min(1)
          .transform((faults) => faults.map(({ loc, msg }) => `${loc.join('.')}: ${msg}`).join('; ')),
      ]),
    })
    .transform(({ detail }) => detail),
]);
/** A gateway that says so much has passed nothing on; one that gave up waiting says it with another status. */
const plainRefusals = [400, 401, 402, 403, 404, 422, 429];

/** What a server says of an error; null for what it would not say. */
function saidIn(body: unknown, status: number): z.infer<typeof saidSchema> | null {
  const own = saidSchema.safeParse(body);
  if (own.success) return own.data;
  const plain = plainSchema.safeParse(body);
  return plain.success && (status >= 500 || plainRefusals.includes(status)) ? { message: plain.data } : null;
}

export function stopped(safe: string): AssayError {
  return new AssayError({
    kind: 'cancelled',
    message: 'It was stopped.',
    safe,
    remedy: 'Start it again when you like.',
  });
}

/** A timer holds 24 days and takes more for none: whoever wants to be left alone for so long is asked once a day. */
const longestRetryMs = 86_400_000;

/** Told in seconds, or as a time (RFC 9110, 10.2.3). */
function retryAfter({ headers }: APIError): number | null {
  const told = headers?.get('retry-after') ?? '';
  const isTime = /^[A-Z][a-z]{2}, .* GMT$/.test(told);
  const ms = isTime ? Date.parse(told) - Date.now() : /^\d+(\.\d+)?$/.test(told) ? Number(told) * 1_000 : Number.NaN;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), longestRetryMs);
}

/** Where a server sends on to, without what may be private in it. */
function targetText({ headers }: APIError, host: string): string {
  const target = URL.parse(headers?.get('location') ?? '', `https://${host}`);
  if (target === null || !headers?.get('location')) return '';
  return ` to ${target.host}${target.host === host ? target.pathname.slice(0, 200) : ''}`;
}

/** The system's own word for it (ENOTFOUND, ECONNREFUSED, a certificate that is none), which tells one cause from another. */
function causeText(error: Error): string {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
    if (code !== null && code !== '') return ` (${code})`;
  }
  return '';
}
