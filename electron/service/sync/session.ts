import { AuthClient, type AuthError, type Session as AuthSession, type User } from '@supabase/supabase-js';
import { z } from 'zod';
import { AssayError } from '../../../shared/errors.ts';
import type { Team } from '../../../shared/sync/status.ts';
import { busy, failure, foreignAnswer, paused, refused, signedOut, wrongKey, wrongServer } from './failures.ts';
import type { SecretStore } from './secrets.ts';
import { pausedStatuses, readJson, send } from './transport.ts';

type Auth = InstanceType<typeof AuthClient>;

const requestMs = 15_000;
/** A token this close to its end is renewed first: the call that carries it may be long on its way. */
const leadMs = 60_000;

/** A mail a minute to an address, and what the project's mail service allows. */
const tooManyMails = 'over_email_send_rate_limit';

const tokensSchema = z.object({
  access: z.string(),
  refresh: z.string(),
  /** By this machine's clock, from the lifetime that the server named: its own clock may be a year away. */
  until: z.number(),
});
export type Tokens = z.infer<typeof tokensSchema>;

/**
 * Signs a person in, and keeps their token fresh. The only one who renews: a token that is used twice ends the sign-in.
 *
 * The tokens are kept here and not by the library, which throws them away at the first answer that it does not like: a
 * gateway that says “too many requests” or a page in the place of an answer ends nothing.
 */
export class Session {
  readonly #team: Team;
  readonly #secrets: SecretStore;
  readonly #name: string;
  #tokens: Promise<Tokens | null>;
  #renewing: Promise<string> | null = null;
  #redeemed: { email: string; code: string; refresh: string } | null = null;

  /** @param name under which the tokens are kept: one for each workspace */
  constructor(team: Team, secrets: SecretStore, name: string) {
    this.#team = team;
    this.#secrets = secrets;
    this.#name = name;
    this.#tokens = this.#load();
  }

  /** Whether there is a sign-in to work with. It may still turn out to have ended. */
  async signedIn(): Promise<boolean> {
    return (await this.#tokens) !== null;
  }

  /** @throws AssayError signed-out; what renewing throws */
  async token(): Promise<string> {
    const tokens = await this.#tokens;
    if (!tokens) throw signedOut();
    return tokens.until - leadMs > Date.now() ? tokens.access : this.renew(tokens.access);
  }

  /** A token in the place of one that the server refused, or will soon. */
  async renew(old: string): Promise<string> {
    this.#renewing ??= this.#renew(old).finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  signIn(email: string, password: string): Promise<Tokens> {
    return this.#ask((auth) => auth.signInWithPassword({ email, password }));
  }

  /** @throws AssayError conflict when the mail address has to be confirmed first, or has an account already */
  signUp(email: string, password: string): Promise<Tokens> {
    return this.#ask((auth) => auth.signUp({ email, password }));
  }

  /** Sends a code by mail: to sign in once, or to choose a new password. */
  async sendCode(email: string, purpose: 'sign-in' | 'new-password'): Promise<void> {
    await this.#run((auth) =>
      purpose === 'sign-in'
        ? auth.signInWithOtp({ email, options: { shouldCreateUser: false } })
        : auth.resetPasswordForEmail(email),
    );
  }

  /**
   * Signs in by a code; with a new password when that is what the code was sent for. A code is good for once; where only the
   * password was refused, it is good here for another try.
   */
  redeemCode(email: string, code: string, newPassword: string | null): Promise<Tokens> {
    return this.#ask(async (auth) => {
      const { email: who, code: which, refresh } = this.#redeemed ?? {};
      const redeemed =
        refresh && who === email && which === code
          ? await auth.refreshSession({ refresh_token: refresh })
          : // The older name of a one-time code by mail: servers know it in all versions.
            await auth.verifyOtp({ email, token: code, type: newPassword === null ? 'magiclink' : 'recovery' });
      if (redeemed.error || newPassword === null) return redeemed;
      const { error } = await auth.updateUser({ password: newPassword });
      // By a clock that is far ahead the session was over at once, and the library has renewed it on the way.
      const now = await auth.getSession();
      this.#redeemed = error && now.data.session ? { email, code, refresh: now.data.session.refresh_token } : null;
      return error ? { data: { session: null }, error } : now;
    });
  }

  /** Works with these tokens from now on. */
  async keep(tokens: Tokens): Promise<void> {
    this.#tokens = Promise.resolve(tokens);
    await this.#secrets.set(this.#name, JSON.stringify(tokens));
  }

  /** Forgets the sign-in, on the server too where that can be reached. Nothing else is touched. */
  async signOut(): Promise<void> {
    const tokens = await this.#tokens;
    await this.#drop();
    if (!tokens) return;
    const headers = { authorization: `Bearer ${tokens.access}` };
    const request = { path: 'auth/v1/logout?scope=local', method: 'POST', headers, body: null };
    await send(this.#team, request, { timeoutMs: requestMs, signal: new AbortController().signal }).catch(() => {
      // The token ends by itself within the hour.
    });
  }

  async #load(): Promise<Tokens | null> {
    try {
      return tokensSchema.parse(JSON.parse((await this.#secrets.get(this.#name)) ?? 'null'));
    } catch {
      return null; // A keyring that gives nothing, or something else, is as good as an empty one: sign in again.
    }
  }

  async #drop(): Promise<void> {
    this.#tokens = Promise.resolve(null);
    await this.#secrets.delete(this.#name);
  }

  async #renew(old: string): Promise<string> {
    const tokens = await this.#tokens;
    if (!tokens) throw signedOut();
    if (tokens.access !== old) return tokens.access;
    let renewed: Tokens;
    try {
      renewed = await this.#ask((auth) => auth.refreshSession({ refresh_token: tokens.refresh }));
    } catch (error) {
      if (!(error instanceof AssayError && error.kind === 'refused')) throw error;
      await this.#drop();
      throw signedOut();
    }
    await this.keep(renewed);
    return renewed.access;
  }

  async #ask(run: (auth: Auth) => Promise<Outcome>): Promise<Tokens> {
    const { session, user } = await this.#run(run);
    if (session) return tokensOf(session);
    // Where addresses are confirmed, a server does not say that one is taken; it shows an account without an identity.
    throw user?.identities?.length === 0 ? emailTaken() : unconfirmed();
  }

  /** Runs one exchange with the sign-in service, each with a client of its own: it remembers failures for a minute. */
  async #run<T>(run: (auth: Auth) => Promise<{ data: T; error: AuthError | null }>): Promise<T> {
    let onTheWay: unknown = null;
    const auth = new AuthClient({
      url: new URL('auth/v1', this.#team.url.endsWith('/') ? this.#team.url : `${this.#team.url}/`).href,
      headers: { apikey: this.#team.publishableKey },
      persistSession: false,
      autoRefreshToken: false,
      detectSessionInUrl: false,
      fetch: async (input, init) => {
        try {
          return await this.#fetch(input, init);
        } catch (error) {
          // Thrown, it would be tried again for half a minute; Assay has a patience of its own.
          onTheWay = error;
          return Response.json({ code: 'unreachable', message: 'unreachable' }, { status: 599 });
        }
      },
    });
    const { data, error } = await run(auth);
    if (onTheWay) throw onTheWay;
    if (error) throw said(error);
    return data;
  }

  async #fetch(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
    const request = new Request(input, init);
    const { host } = new URL(this.#team.url);
    const { status, bytes } = await send(
      this.#team,
      {
        path: request.url,
        method: request.method,
        headers: Object.fromEntries(request.headers),
        body: request.body ? await request.text() : null,
      },
      { timeoutMs: requestMs, signal: new AbortController().signal },
    );
    if (status === 204) return new Response(null, { status });
    const value = readJson(host, { status, bytes });
    const reason = reasonIn(value);
    if (pausedStatuses.includes(status)) throw paused(host, status);
    if (status === 404 && reason === undefined) throw wrongServer(host);
    if ((status === 429 && reason !== tooManyMails) || status >= 500) throw busy(`status ${status}`);
    if (status >= 300 && status < 400) throw foreignAnswer(host);
    if (status === 401 && reason === undefined) throw wrongKey(host);
    return Response.json(value, { status });
  }
}

type Outcome = { data: { session: AuthSession | null; user?: User | null }; error: AuthError | null };

function tokensOf({ access_token, refresh_token, expires_in }: AuthSession): Tokens {
  return { access: access_token, refresh: refresh_token, until: Date.now() + expires_in * 1_000 };
}

/** The sign-in service names its reasons, by a number in older versions; a gateway in front of it names none. */
function reasonIn(value: unknown): string | number | undefined {
  const { data } = z
    .object({ error_code: z.string().optional(), code: z.union([z.string(), z.number()]).optional() })
    .safeParse(value);
  return data?.error_code ?? data?.code;
}

function emailTaken(): AssayError {
  return failure({
    kind: 'conflict',
    message: 'There is an account with this mail address already.',
    remedy: 'Use its password, or have a code sent to you.',
  });
}

function unconfirmed(): AssayError {
  return failure({
    kind: 'conflict',
    message: 'Your mail address has to be confirmed first.',
    remedy: 'Open the mail that was sent to you, follow its link, and try again here.',
  });
}

function said({ code, message }: AuthError): AssayError {
  switch (code) {
    case 'invalid_credentials':
      return failure({
        kind: 'refused',
        message: 'Mail address or password is wrong.',
        remedy: 'Try again, or have a code sent to you.',
      });
    case 'user_already_exists':
    case 'email_exists':
      return emailTaken();
    case 'email_not_confirmed':
      return unconfirmed();
    case tooManyMails:
      return failure({
        kind: 'server-busy',
        message: 'The team’s server sends no more mails for the moment.',
        remedy: 'Look for the one that it sent before, among the spam too, or try again in a minute.',
      });
    case 'weak_password':
    case 'same_password':
      return failure({
        kind: 'invalid-input',
        message: `${message.replace(/\.$/, '')}.`,
        remedy: 'Choose another password.',
      });
    case 'otp_expired':
      return failure({
        kind: 'refused',
        message: 'This code is wrong or too old.',
        remedy: 'Have a new code sent to you.',
      });
    default:
      return refused(message);
  }
}
