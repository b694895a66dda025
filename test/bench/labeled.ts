import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { CorpusShape } from './corpus.ts';
import { runScript } from './process.ts';
import { copyOf } from './scratch.ts';
import { grownWorkspace } from './service.ts';
import { type BenchLabel, type Judged, labelFor } from './verdicts.ts';

/** So many are read, and written, at once. */
export const atOnce = 10_000;

/** Labels for the first samples of a workspace, in the order of their time; read so many at once. */
export function* labelsOf(folder: string, count: number, some = atOnce): Generator<BenchLabel> {
  const db = new Database(join(folder, 'corpus.db'), { readonly: true });
  const read = db.prepare<[number, number], Judged & { id: number }>(
    `SELECT id, sample_id AS sampleId, json_extract(body, '$.agent_response.text') AS response,
       response_hash AS responseHash FROM samples WHERE id > ? ORDER BY id LIMIT ?`,
  );
  let index = 0;
  for (let last = -1; index < count; ) {
    const rows = read.all(last, Math.min(some, count - index));
    if (rows.length === 0) throw new Error(`${folder} holds ${index} samples, and ${count} are needed`);
    for (const row of rows) {
      yield labelFor(row, index++);
      last = row.id;
    }
  }
  db.close();
}

/**
 * A workspace of its own whose every sample has a label. Another process gives them: V8 would keep the large young
 * generation that so many leave in this one, and with it collects all of its memory every few seconds afterwards.
 */
export async function labeledWorkspace(shape: CorpusShape): Promise<string> {
  const folder = copyOf(await grownWorkspace(shape));
  await runScript(join(import.meta.dirname, 'label-all.ts'), [folder, String(shape.samples)]);
  return folder;
}
