import './warnings.ts';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { App, type EmailMessage, generateApiKey, InMemoryEmailDriver } from '@supabase/lite';
import { createClient } from '@supabase/supabase-js';
import { type Database, openPglite, openPostgres } from './database.ts';
import { type Migration, migrate, type RunSql, revokeWrites } from './migrate.ts';
import { takeDatabase } from './shared.ts';

process.env['LITE_TELEMETRY'] = '0';

/** A team's server on this machine: the migrations of `resources/supabase` behind the API of a Supabase project. */
export type Backend = {
  url: string;
  publishableKey: string;
  /** What the agent's own server signs in with: it passes every policy. */
  secretKey: string;
  /** Runs SQL as the owner of the database; gives the rows of the last statement. */
  sql: RunSql;
  /** What the server would have mailed. */
  mails: Mails;
  /** Signs an account up and gives its id. */
  createUser(email: string, password: string): Promise<string>;
  /** Where somebody may connect to the database by themselves; null on PGlite. */
  databaseUrl: string | null;
  close(): Promise<void>;
};

/** `secret` signs sessions; `service` is the project's secret key. */
export type Keys = { secret: string; publishable: string; service: string };

export type BackendOptions = {
  /** pglite: inside this process. postgres: a real one. */
  driver: 'pglite' | 'postgres';
  /** Where PGlite keeps its files; without it, in memory. */
  folder?: string;
  /** A database that is kept; without it, a fresh one that goes with the backend. */
  postgresUrl?: string;
  port?: number;
  /** The project's keys, for a backend that was here before. */
  keys?: Keys;
  /** How long an access token is valid. */
  tokenSeconds?: number;
  /** Whether a new account has to follow the link of a mail first. */
  confirmMails?: boolean;
  /** Hears of each mail, in the place of the one to whom it goes. */
  mailed?: (to: string, text: string) => void;
};

/** Keeps what would be mailed, and tells of it. */
class Mails extends InMemoryEmailDriver {
  readonly #mailed: (to: string, text: string) => void;

  constructor(mailed: (to: string, text: string) => void = () => {}) {
    super();
    this.#mailed = mailed;
  }

  /** The body of the last mail to this address. */
  last(to: string): string {
    return this.messages.get(to)?.at(-1)?.html ?? '';
  }

  /** The code in it. */
  code(to: string): string {
    const code = /\b\d{6}\b/.exec(this.last(to))?.[0];
    if (!code) throw new Error(`no code was mailed to ${to}: ${this.last(to)}`);
    return code;
  }

  override async send(mail: EmailMessage): Promise<void> {
    await super.send(mail);
    this.#mailed(mail.to, (mail.html ?? '').replace(/<a href="([^"]*)">/g, '$1 ').replace(/<[^>]*>/g, ''));
  }
}

/** What the project's owner puts in the place of the service's own mails. */
const mailTemplates = Object.fromEntries(
  ['confirmation', 'magic_link', 'recovery'].map((name) => [
    name,
    { content_path: join(import.meta.dirname, `../../resources/supabase/templates/${name}.html`) },
  ]),
);

export async function newKeys(): Promise<Keys> {
  const [publishable, service] = await Promise.all([generateApiKey('publishable'), generateApiKey('secret')]);
  return { secret: randomBytes(32).toString('hex'), publishable: publishable.key, service: service.key };
}

function appOn(
  { connection }: Database,
  keys: Keys,
  { driver, tokenSeconds = 3600, confirmMails = false, mailed }: BackendOptions,
) {
  const mails = new Mails(mailed);
  const app = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: keys.secret,
      jwt_expiry: tokenSeconds,
      publishable_key: keys.publishable,
      secret_key: keys.service,
      email: { enable_confirmations: confirmMails, template: mailTemplates },
    },
    db: { driver },
    api: { enabled: true },
    studio: { enabled: false },
    storage: { enabled: false },
    options: { server: { disableStudio: true, admin: false }, drivers: { email: mails } },
  });
  return { app, mails };
}

/** Brings a database on Postgres to the newest migration, or to the last of those that are given. */
export async function prepare(url: string, known?: readonly Migration[]): Promise<void> {
  const database = await openPostgres(url);
  try {
    await appOn(database, await newKeys(), { driver: 'postgres' }).app.ensureSystemSchema();
    await migrate(database.sql, known);
  } finally {
    await database.close();
  }
}

async function open(options: BackendOptions): Promise<Database & { url: string | null }> {
  if (options.driver === 'pglite') return { ...(await openPglite(options.folder)), url: null };
  if (options.postgresUrl !== undefined) {
    return { ...(await openPostgres(options.postgresUrl)), url: options.postgresUrl };
  }
  const { url, giveBack } = await takeDatabase(prepare);
  const database = await openPostgres(url);
  return {
    ...database,
    url,
    async close() {
      await database.close();
      await giveBack();
    },
  };
}

/** PGlite has one connection and no mutex around a transaction: requests take turns. */
function inTurn(handle: Handler): Handler {
  let last: Promise<unknown> = Promise.resolve();
  return (request) => {
    const next = last.then(() => handle(request));
    last = next.catch(() => undefined);
    return next;
  };
}

type Handler = (request: Request) => Promise<Response>;

/** Listens before there is an answer: a port that is taken is known before a database is made. */
async function listen(port: number, handler: Promise<Handler>) {
  const server = createServer(getRequestListener(async (request) => (await handler)(request)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Not before: somebody who connects in between would hold it open.
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Starts a team's server on this machine. Every call makes one of its own. */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const handler = Promise.withResolvers<Handler>();
  const { url, stop } = await listen(options.port ?? 0, handler.promise);
  try {
    return await serve(url, options, handler.resolve, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function serve(
  url: string,
  options: BackendOptions,
  answerWith: (handler: Handler) => void,
  stop: () => Promise<void>,
): Promise<Backend> {
  const database = await open(options);
  const keys = options.keys ?? (await newKeys());
  const { app, mails } = appOn(database, keys, options);
  try {
    await app.init();
    await app.ensureSystemSchema();
    await migrate(database.sql);
  } catch (error) {
    await database.close();
    throw error;
  }
  const answer: Handler = async (request) => {
    // It tells the address of the database to whoever asks.
    if (new URL(request.url).pathname.startsWith('/_system')) return new Response(null, { status: 404 });
    return app.fetch(request, { peerAddress: '127.0.0.1' });
  };
  answerWith(options.driver === 'pglite' ? inTurn(answer) : answer);
  await fetch(`${url}/rest/v1/assay_team`, { headers: { apikey: keys.publishable } });
  await database.sql(revokeWrites);
  return {
    url,
    publishableKey: keys.publishable,
    secretKey: keys.service,
    sql: database.sql,
    mails,
    databaseUrl: database.url,
    async createUser(email, password) {
      const client = createClient(url, keys.publishable, { auth: { persistSession: false, autoRefreshToken: false } });
      const { data, error } = await client.auth.signUp({ email, password });
      if (error) throw error;
      if (!data.user) throw new Error(`the sign-up of ${email} gave no account`);
      if (options.confirmMails)
        await database.sql(`update auth.users set email_confirmed_at = now() where id = '${data.user.id}'`);
      return data.user.id;
    },
    async close() {
      await stop();
      await database.close();
    },
  };
}
