import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

type Row = { sample_id: string; response_hash: string; body: string; id: string | null; verdict: string | null };
type Turn = { role: string; content: string };
type Body = {
  query: { text: string; metadata?: { history?: Turn[] } };
  agent_response: { text: string };
};
type Scores = Record<string, number>;
type Verdict = { decision: string; scores: Scores; correction: { text: string; scores: Scores } | null };

const passes = (scores: Scores) => Object.values(scores).every((score) => score >= 4);

/** The text to train on, or null: the gate in two lines, for labels that are all whole. */
function textOf({ decision, scores, correction }: Verdict, body: Body): string | null {
  if (decision === 'approve') return passes(scores) ? body.agent_response.text : null;
  return correction && passes(correction.scores) ? correction.text : null;
}

/**
 * `node export.ts FOLDER FILE`: an export without Assay. Reads the same rows by the same statement in the same order,
 * parses them, and writes the same lines to a file that is synced and renamed. Nothing is checked, hashed or counted.
 */
function exportRaw(folder: string, path: string): void {
  const db = new Database(join(folder, 'corpus.db'), { readonly: true });
  db.prepare('ATTACH ? AS work').run(join(folder, 'work.db'));
  db.pragma('main.cache_size = -8192');
  db.pragma('work.cache_size = -8192');
  const rows = db.prepare<[], Row>(
    `SELECT s.sample_id, s.response_hash, s.body,
       l.seq, l.id, l.labeler_id, l.kind, l.verdict, l.committed_at, l.supersedes
     FROM samples s LEFT JOIN work.labels l ON l.sample_id = s.sample_id ORDER BY s.sample_id, l.seq`,
  );
  const file = openSync(`${path}.partial`, 'w');
  let pending: string[] = [];
  let length = 0;
  const flush = () => {
    writeSync(file, pending.join(''));
    pending = [];
    length = 0;
  };
  for (const { body: json, verdict } of rows.iterate()) {
    const body = JSON.parse(json) as Body;
    if (verdict === null) continue;
    const text = textOf(JSON.parse(verdict) as Verdict, body);
    if (text === null) continue;
    const history = (body.query.metadata?.history ?? []).map(({ role, content }) =>
      role === 'assistant' ? { role, content, weight: 0 } : { role, content },
    );
    const messages = [...history, { role: 'user', content: body.query.text }, { role: 'assistant', content: text }];
    const line = `${JSON.stringify({ messages })}\n`;
    pending.push(line);
    length += line.length;
    if (length >= 2 ** 18) flush();
  }
  flush();
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.partial`, path);
  db.close();
}

const [folder = '', path = ''] = process.argv.slice(2);
exportRaw(folder, path);
