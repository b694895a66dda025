import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import { expect, it, onTestFinished } from 'vitest';
import { startBackend } from '../backend/backend.ts';
import { freePort } from '../backend/postgres.ts';
import { foundTeam, insertSamples, joinTeam, saveQueue } from '../backend/team.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { make, push } from './desk.ts';

const program = join(import.meta.dirname, '../backend/run.ts');

type Run = { child: ChildProcess; told: () => string; ready: Promise<string>; exit: Promise<number | null> };

/** `npm run backend` in a process of its own; `ready` gives what it prints once it serves. */
function run(...args: string[]): Run {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let told = '';
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const ready = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      told += data.toString();
      if (told.includes('Ctrl-C')) resolve(told);
    });
    child.stderr.on('data', (data: Buffer) => {
      told += data.toString();
    });
    child.once('exit', () => reject(new Error(told)));
  });
  ready.catch(() => undefined);
  return { child, told: () => told, ready, exit };
}

function read(text: string) {
  const found = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  const link = new URL(found(/(assay:\/\/join\S+)\n\s+Ann/));
  return {
    url: found(/URL\s+(\S+)/),
    key: found(/publishable key\s+(\S+)/),
    link: Object.fromEntries(link.searchParams),
    email: found(/(ann@\S+)/),
    password: found(/ann@\S+\s+(\S+)/),
  };
}

it('serves a demo team from one command, alone on its folder, and keeps what it has', async () => {
  const folder = temporaryFolder();
  const port = String(await freePort());
  const first = run('--folder', folder, '--port', port);
  const told = read(await first.ready);
  expect(told.url).toBe(`http://127.0.0.1:${port}`);
  expect(told.link).toMatchObject({ url: told.url, key: told.key, code: expect.stringMatching(/^[\w-]{40,}$/) });

  const second = run('--folder', folder, '--port', String(await freePort()));
  expect(await second.exit).toBe(1);
  expect(second.told()).toContain('running on');

  const signIn = async () => {
    const client = createClient(told.url, told.key, { auth: { persistSession: false, autoRefreshToken: false } });
    expect((await client.auth.signInWithPassword({ email: told.email, password: told.password })).error).toBeNull();
    return client;
  };
  const client = await signIn();
  const pull = { device: crypto.randomUUID(), known: null, nonce: null, cursors: {}, page: 1_000 };
  const queues: { queue_id: string; name: string; overlap: number; free: number }[] = (
    await client.rpc('assay_pull', pull)
  ).data.rows.queues;
  const queue = queues.find(({ name }) => name === 'Demo conversations');
  expect(queue).toMatchObject({ overlap: 2, free: 312 });
  const claim = {
    claim_id: crypto.randomUUID(),
    queue_id: queue?.queue_id,
    count: 10,
    until: new Date(Date.now() + 3_600_000),
  };
  expect((await client.rpc('assay_claim', claim)).data).toMatchObject({ claimed: 10 });
  // What tells the address of the database is not served.
  expect((await fetch(`${told.url}/_system/info`)).status).toBe(404);

  first.child.kill('SIGTERM');
  expect(await first.exit).toBe(0);

  const again = run('--folder', folder, '--port', port);
  expect(await again.ready).toContain('as it was left');
  expect((await (await signIn()).rpc('assay_pull', pull)).data.rows.assignments).toHaveLength(10);
  again.child.kill('SIGINT');
  expect(await again.exit).toBe(0);
}, 120_000);

it('says that a port is taken', async () => {
  const backend = await startBackend({ driver: 'pglite' });
  onTestFinished(() => backend.close());
  const taken = run('--folder', temporaryFolder(), '--port', new URL(backend.url).port);
  expect(await taken.exit).toBe(1);
  expect(taken.told()).toContain('taken');
}, 120_000);

it('does on PGlite what it does on Postgres', async () => {
  const backend = await startBackend({ driver: 'pglite' });
  onTestFinished(() => backend.close());
  const lead = await foundTeam(backend);
  const ann = await joinTeam(backend, lead, 'Ann');
  await insertSamples(backend, [sampleRow('a'), sampleRow('b')]);
  const queue = await saveQueue(lead);
  // PGlite has no transactions side by side: calls at once must not run into each other.
  const claims = await Promise.all([1, 2, 3, 4].map(() => ann.claim(queue, 1)));
  expect(claims.reduce((sum, { claimed }) => sum + claimed, 0)).toBe(2);
  expect(await push(ann, [make.label(queue, 'a'), make.label(queue, 'nowhere')])).toEqual([
    'applied',
    'rejected unknown_sample',
  ]);
  const page = await ann.pull();
  expect(page.rows.labels).toHaveLength(1);
  expect(page.epoch.system).toMatch(/^\d+$/);
}, 120_000);
