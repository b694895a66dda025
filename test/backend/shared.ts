import postgres from 'postgres';
import { type PostgresServer, startPostgres } from './postgres.ts';

/** Where a test run says that it has started a server for all of its files. */
export const serverVariable = 'ASSAY_TEST_POSTGRES';
const template = 'assay_template';

/** Makes the database that the others are copies of. */
export async function makeTemplate(server: PostgresServer, prepare: (url: string) => Promise<void>): Promise<void> {
  await asAdmin(server.url('postgres'), `create database ${template}`);
  await prepare(server.url(template));
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    await admin.unsafe(statement);
  } finally {
    await admin.end();
  }
}

let own: { server: Promise<PostgresServer>; users: number } | null = null;
let made = 0;

/** A database of its own for one backend: on the server of the test run, or on one that this process starts and ends. */
export async function takeDatabase(
  prepare: (url: string) => Promise<void>,
): Promise<{ url: string; giveBack: () => Promise<void> }> {
  const given = process.env[serverVariable];
  if (given === undefined) {
    own ??= {
      users: 0,
      server: startPostgres().then(async (server) => {
        await makeTemplate(server, prepare);
        return server;
      }),
    };
    own.users++;
  }
  const admin = given ?? (await own?.server)?.url('postgres');
  if (admin === undefined) throw new Error('there is no Postgres to take a database from');
  const name = `assay_${process.pid}_${++made}`;
  await asAdmin(admin, `create database ${name} template ${template}`);
  const url = new URL(admin);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async giveBack() {
      await asAdmin(admin, `drop database ${name} with (force)`);
      if (given !== undefined || !own || --own.users > 0) return;
      const { server } = own;
      own = null;
      await (await server).stop();
    },
  };
}

/** For a test run: starts the server that all of its files share. */
export async function startSharedServer(prepare: (url: string) => Promise<void>): Promise<() => Promise<void>> {
  const server = await startPostgres();
  await makeTemplate(server, prepare);
  process.env[serverVariable] = server.url('postgres');
  return () => server.stop();
}
