import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cursors } from '../../shared/sync/feeds.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

const writers = 12;
const seconds = 20;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Mulberry32: every run has the same pauses to offer. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Writes new samples and changes old ones, and holds its commit back for as long as it pleases: what it wrote first may
 * become visible after what others wrote later.
 */
async function write(url: string, writer: number, until: number): Promise<number> {
  const sql = postgres(url, { max: 1 });
  const next = random(writer);
  let made = 0;
  while (Date.now() < until) {
    await sql.begin(async (tx) => {
      for (let i = 0; i < 1 + next() * 4; i++) {
        const id = `writer ${writer} sample ${++made}`;
        await tx`insert into public.agent_training_samples (sample_id, source, query, agent_response)
          values (${id}, '{"agent_name": "Race"}', '{"text": "?"}', ${tx.json({ text: '0' })})`;
        const old = `writer ${writer} sample ${1 + Math.floor(next() * made)}`;
        await tx`update public.agent_training_samples
          set agent_response = ${tx.json({ text: String(made) })}, updated_at = now() where sample_id = ${old}`;
        if (next() < 0.3) await pause(next() * 40);
      }
      if (next() < 0.1) await pause(next() * 400);
    });
  }
  await sql.end();
  return made;
}

/** Reads as a client would that trusts `updated_at`. */
async function followNaively(url: string, state: { done: boolean }): Promise<Map<string, string>> {
  const sql = postgres(url, { max: 1 });
  const seen = new Map<string, string>();
  let last = new Date(0);
  for (let rounds = 0; rounds < 3; rounds = state.done ? rounds + 1 : 0) {
    const rows = await sql<{ sample_id: string; text: string; updated_at: Date }[]>`
      select sample_id, agent_response ->> 'text' as text, updated_at from public.agent_training_samples
      where updated_at > ${last} order by updated_at limit 500`;
    for (const { sample_id, text, updated_at } of rows) {
      seen.set(sample_id, text);
      last = updated_at;
    }
  }
  await sql.end();
  return seen;
}

/** Reads as Assay does, with the answers of `assay_pull`. */
async function follow(state: { done: boolean }): Promise<Map<string, string>> {
  const seen = new Map<string, string>();
  let cursors: Cursors = {};
  for (let final = false; ; ) {
    if (state.done && !final) final = true;
    const page = final ? await desk.told(desk.lead, cursors) : await desk.lead.pull(cursors, 200);
    for (const { sample_id, row } of page.rows.samples) seen.set(sample_id, row?.agent_response.text ?? '');
    cursors = page.cursors;
    if (final && !page.more) return seen;
  }
}

function compare(seen: Map<string, string>, truth: Map<string, string>): { missing: number; stale: number } {
  const missing = [...truth.keys()].filter((id) => !seen.has(id)).length;
  return { missing, stale: [...truth].filter(([id, text]) => seen.has(id) && seen.get(id) !== text).length };
}

it('misses no row and keeps no stale one, however late a commit is; a cursor over updated_at does', async () => {
  const url = desk.backend.databaseUrl;
  if (url === null) throw new Error('the race needs a real Postgres');
  const state = { done: false };
  const readers = Promise.all([follow(state), followNaively(url, state)]);
  const until = Date.now() + seconds * 1_000;
  const made = await Promise.all(Array.from({ length: writers }, (_, i) => write(url, i + 1, until)));
  state.done = true;
  const [seen, naive] = await readers;

  const rows = await desk.backend.sql(
    `select sample_id, agent_response ->> 'text' as text from public.agent_training_samples`,
  );
  const truth = new Map(rows.map(({ sample_id, text }) => [String(sample_id), String(text)]));
  expect(truth.size).toBe(made.reduce((sum, count) => sum + count, 0));
  expect(compare(seen, truth)).toEqual({ missing: 0, stale: 0 });
  expect(compare(naive, truth).missing).toBeGreaterThan(0);
}, 90_000);
