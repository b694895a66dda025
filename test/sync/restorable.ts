import postgres from 'postgres';
import { type Backend, type Keys, prepare, startBackend } from '../backend/backend.ts';
import { takeDatabase } from '../backend/shared.ts';

/** A server of a team whose database can be set back to what it was. */
export type Restorable = {
  /** The server as it runs now. */
  readonly backend: Backend;
  /** Copies the database; the server is away meanwhile. */
  backUp(): Promise<void>;
  /** Puts the copy in the place of the database, as after the loss of a disk. */
  restore(): Promise<void>;
  close(): Promise<void>;
};

export async function startRestorable(keys: Keys): Promise<Restorable> {
  const { url, giveBack } = await takeDatabase(prepare);
  const start = () => startBackend({ driver: 'postgres', postgresUrl: url, keys });
  const name = new URL(url).pathname.slice(1);
  const copy = `${name}_copy`;

  /** Copying needs a database that nobody is connected to. */
  async function away(...statements: string[]): Promise<void> {
    await server.backend.close();
    const admin = postgres(new URL('/postgres', url).href, { max: 1, onnotice: () => undefined });
    for (const statement of statements) await admin.unsafe(statement);
    await admin.end();
    server.backend = await start();
  }

  const server = {
    backend: await start(),
    backUp: () => away(`drop database if exists ${copy}`, `create database ${copy} template ${name}`),
    restore: () => away(`drop database ${name} with (force)`, `create database ${name} template ${copy}`),
    async close() {
      await away(`drop database if exists ${copy}`);
      await server.backend.close();
      await giveBack();
    },
  };
  return server;
}
