import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { corpusMigrations } from '../../../electron/service/workspace/migrations/index.ts';

type Row = {
  sample_id: string;
  created_at: string;
  source: { agent_name: string; conversation_id?: string };
  query: { text: string; intent?: string };
  agent_response: { text: string; confidence?: number };
  tags?: string[];
};

const batchRows = 1_000;

/**
 * `node import.ts FOLDER FILE`: an import without Assay. Reads lines, parses each, and stores it with the same statements, transactions, indexes and
 * full-text work. Nothing is checked, hashed or reported; a line is its own body.
 */
function importRaw(folder: string, path: string): void {
  const db = new Database(join(folder, 'corpus.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -65536');
  db.pragma('temp_store = MEMORY');
  for (const { sql } of corpusMigrations) db.exec(sql);

  const find = db.prepare('SELECT id, body FROM samples WHERE sample_id = ?');
  const lastIn = db.prepare('SELECT id FROM samples WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1').pluck();
  const insert = db.prepare(
    `INSERT INTO samples (id, sample_id, created_at, agent, intent, conversation_id, confidence, legacy, shuffle,
       response_hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertTag = db.prepare('INSERT OR IGNORE INTO sample_tags (tag, id) VALUES (?, ?)');
  const insertText = db.prepare('INSERT INTO samples_text (rowid, query, response) VALUES (?, ?, ?)');
  const setLine = db.prepare('INSERT OR REPLACE INTO import_lines (id, import_id, line) VALUES (?, ?, ?)');
  const setCount = db.prepare(
    `INSERT INTO meta (key, value) VALUES ('samples', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
  );
  const save = db.prepare(
    'UPDATE imports SET byte_offset = ?, line = ?, counts = ?, report_bytes = ?, finished = ? WHERE id = ?',
  );
  db.prepare(
    `INSERT INTO imports (id, job_id, path, size, modified_ms, byte_offset, line, counts, report_bytes, finished)
     VALUES (1, 'raw', ?, 0, 0, 0, 0, '{}', 0, 0)`,
  ).run(path);

  let count = 0;
  const store = db.transaction((lines: readonly string[]) => {
    const rows = lines.map((line) => ({ line, row: JSON.parse(line) as Row }));
    for (const { row } of rows) find.get(row.sample_id);
    for (const { line, row } of rows) {
      const second = Math.floor(Date.parse(row.created_at) / 1000);
      const first = second * 2 ** 20;
      const last = Number(lastIn.get(first, first + 2 ** 20 - 1) ?? first - 1);
      const id = last + 1;
      // As long as a hash, and as different from row to row.
      const hash = row.sample_id.padEnd(64, '0');
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
        hash,
        line,
      );
      for (const tag of row.tags ?? []) insertTag.run(tag, id);
      insertText.run(id, row.query.text, row.agent_response.text);
      setLine.run(id, 1, count);
    }
    setCount.run(String(count));
    save.run(0, count, '{}', 0, 0, 1);
  });

  let batch: string[] = [];
  for (const line of linesOf(path)) {
    batch.push(line);
    if (batch.length < batchRows) continue;
    store.immediate(batch);
    batch = [];
  }
  if (batch.length > 0) store.immediate(batch);
  db.close();
}

function* linesOf(path: string): Iterable<string> {
  const file = openSync(path, 'r');
  const buffer = Buffer.allocUnsafe(2 ** 20);
  let rest = Buffer.alloc(0);
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
    const chunk = Buffer.concat([rest, buffer.subarray(0, read)]);
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      yield chunk.toString('utf8', start, end);
      start = end + 1;
    }
    rest = chunk.subarray(start);
  }
  closeSync(file);
  if (rest.length > 0) yield rest.toString('utf8');
}

const [folder = '', path = ''] = process.argv.slice(2);
importRaw(folder, path);
