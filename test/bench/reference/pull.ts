import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createClient } from '@supabase/supabase-js';
import Database from 'better-sqlite3';
import { corpusMigrations } from '../../../electron/service/workspace/migrations/index.ts';

type Sample = {
  sample_id: string;
  created_at: string;
  source: { agent_name: string; conversation_id?: string };
  query: { text: string; intent?: string };
  agent_response: { text: string; confidence?: number };
  tags?: string[];
};
type Page = {
  rows: { samples: { sample_id: string; xid: string; row: Sample }[] };
  cursors: Record<string, unknown>;
  more: boolean;
};

/** Some 5 MB of samples of 2 KB, as the product asks for. */
const pageRows = 2_500;

/**
 * `node pull.ts FOLDER URL KEY MAIL`: a lead's pull without Assay. Asks for pages by supabase-js, one ahead of the one that is
 * stored, and stores each sample with the same statements, transactions, indexes and full-text work. Nothing is checked,
 * hashed or compared; the password is in ASSAY_PASSWORD.
 */
async function pullRaw(folder: string, url: string, key: string, email: string): Promise<void> {
  const client = createClient(url, key, { auth: { persistSession: false, autoRefreshToken: false } });
  const { error } = await client.auth.signInWithPassword({ email, password: process.env['ASSAY_PASSWORD'] ?? '' });
  if (error) throw error;

  const db = new Database(join(folder, 'corpus.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -16384');
  for (const { sql } of corpusMigrations) db.exec(sql);
  const find = db.prepare('SELECT id, body FROM samples WHERE sample_id = ?');
  const lastIn = db.prepare('SELECT id FROM samples WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1').pluck();
  const insert = db.prepare(
    `INSERT INTO samples (id, sample_id, created_at, agent, intent, conversation_id, confidence, legacy, shuffle,
       response_hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertTag = db.prepare('INSERT OR IGNORE INTO sample_tags (tag, id) VALUES (?, ?)');
  const insertText = db.prepare('INSERT INTO samples_text (rowid, query, response) VALUES (?, ?, ?)');
  const follow = db.prepare('UPDATE OR IGNORE assignments SET id = ? WHERE sample_id = ? AND id IS NOT ?');
  const fromTeam = db.prepare('INSERT OR IGNORE INTO team_samples (sample_id, xid) VALUES (?, ?)');
  const saveCursor = db.prepare(
    `INSERT INTO feeds (feed, xid, id) VALUES ('samples', ?, ?)
     ON CONFLICT (feed) DO UPDATE SET xid = excluded.xid, id = excluded.id`,
  );

  let count = 0;
  const store = db.transaction(({ rows, cursors }: Page) => {
    for (const { xid, row } of rows.samples) {
      find.get(row.sample_id);
      const first = Math.floor(Date.parse(row.created_at) / 1000) * 2 ** 20;
      const id = Number(lastIn.get(first, first + 2 ** 20 - 1) ?? first - 1) + 1;
      insert.run(
        id,
        row.sample_id,
        row.created_at,
        row.source.agent_name,
        row.query.intent ?? null,
        row.source.conversation_id ?? null,
        row.agent_response.confidence ?? null,
        0,
        Math.imul(++count, 0x9e3779b1) >>> 0,
        // As long as a hash, and as different from row to row.
        row.sample_id.padEnd(64, '0'),
        JSON.stringify(row),
      );
      for (const tag of row.tags ?? []) insertTag.run(tag, id);
      insertText.run(id, row.query.text, row.agent_response.text);
      follow.run(id, row.sample_id, id);
      fromTeam.run(row.sample_id, xid);
    }
    const { xid, id } = (cursors['samples'] ?? { xid: '0', id: '' }) as { xid: string; id: string };
    saveCursor.run(xid, id);
  });

  const device = randomUUID();
  const ask = async (cursors: Page['cursors']): Promise<Page> => {
    const { data, error } = await client.rpc('assay_pull', {
      device,
      known: null,
      nonce: null,
      cursors,
      page: pageRows,
    });
    if (error) throw error;
    return data as Page;
  };
  let page = await ask({});
  for (;;) {
    const ahead = page.more ? ask(page.cursors) : null;
    store.immediate(page);
    if (ahead === null) break;
    page = await ahead;
  }
  db.close();
}

const [folder = '', url = '', key = '', email = ''] = process.argv.slice(2);
await pullRaw(folder, url, key, email);
