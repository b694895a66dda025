import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { z } from 'zod';
import { onInterruption } from '../../electron/cli/signals.ts';
import { lockWorkspace } from '../../electron/service/store/lock.ts';
import { AssayError } from '../../shared/errors.ts';
import { type Backend, newKeys, startBackend } from './backend.ts';
import { inviteLinks, makeDemo, people } from './demo.ts';
import { MigrationError } from './migrate.ts';

/**
 * `npm run backend`: a team's server on this machine, for trying Assay without an account anywhere.
 *
 * A demo team and its samples are made at the first start and kept. `--folder` names where, `--postgres` a database on a
 * real Postgres instead of the built-in one, `--port` where to listen.
 */
const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    postgres: { type: 'string' },
    port: { type: 'string', default: '54321' },
  },
});

const stateSchema = z.object({
  // A folder from before agents had a key here has none for them.
  keys: z.object({ secret: z.string(), publishable: z.string(), service: z.string().exactOptional() }),
  password: z.string(),
});

function dataFolder(): string {
  const base =
    process.platform === 'win32'
      ? (process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'))
      : process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Application Support')
        : (process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'));
  return join(base, 'Assay', 'backend');
}

function describe(
  backend: Backend,
  links: readonly string[],
  password: string,
  folder: string,
  before: boolean,
): string {
  const rows = people.map(
    ({ name, role, email }, i) => `  ${name} (${role})\n    ${email}  ${password}\n    ${links[i]}`,
  );
  return [
    before ? `The team is as it was left, in ${folder}` : `A demo team was made in ${folder}`,
    '',
    `  URL              ${backend.url}`,
    `  publishable key  ${backend.publishableKey}`,
    `  secret key       ${backend.secretKey}  (for an agent’s server, never for Assay)`,
    '',
    'Sign-ins, and an invite link for each, which works once:',
    ...rows,
    '',
    'Mails are sent to nobody: they are shown here. Ctrl-C stops the server. What it has stays.',
    '',
  ].join('\n');
}

async function run(folder: string): Promise<void> {
  const stopped = Promise.withResolvers<void>();
  const interruption = onInterruption(stopped.resolve);
  const stateFile = join(folder, 'backend.json');
  const before = existsSync(stateFile);
  const known = before ? stateSchema.parse(JSON.parse(readFileSync(stateFile, 'utf8'))) : null;
  const state = {
    keys: { ...(await newKeys()), ...known?.keys },
    password: known?.password ?? randomBytes(9).toString('base64url'),
  };
  const backend = await startBackend({
    ...(values.postgres === undefined
      ? { driver: 'pglite', folder: join(folder, 'database') }
      : { driver: 'postgres', postgresUrl: values.postgres }),
    port: Number(values.port),
    keys: state.keys,
    mailed: (to, text) => process.stdout.write(`Mail to ${to}\n\n${text.replace(/^/gm, '    ')}\n`),
  });
  try {
    if (!before) await makeDemo(backend, state.password);
    // Last, so that a start that was broken off is seen as none.
    writeFileSync(stateFile, JSON.stringify(state, null, 2), { mode: 0o600 });
    const links = await inviteLinks(backend, state.password);
    process.stdout.write(describe(backend, links, state.password, folder, before));
    await stopped.promise;
  } finally {
    await backend.close();
    interruption.end();
  }
}

function explain(error: unknown, folder: string): string {
  if (error instanceof AssayError && error.kind === 'workspace-locked')
    return `A backend is running on ${folder} already. Use it, or name another folder with --folder.`;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `Port ${values.port} is taken. Choose another one with --port.`;
  if (error instanceof MigrationError) return error.message;
  if (error instanceof postgres.PostgresError) return `Postgres says: ${error.message}.`;
  if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED')
    return 'No Postgres answers there. Start it, or check the address after --postgres.';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const folder = resolve(values.folder ?? dataFolder());
mkdirSync(folder, { recursive: true });
try {
  const lock = lockWorkspace(folder, 'npm run backend');
  try {
    await run(folder);
  } finally {
    lock.release();
  }
} catch (error) {
  process.stderr.write(`${explain(error, folder)}\n`);
  process.exitCode = 1;
}
