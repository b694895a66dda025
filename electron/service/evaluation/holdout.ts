import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type EvaluationPlan, type EvaluationPreview, mostItems } from '../../../shared/domain/comparison.ts';
import { AssayError } from '../../../shared/errors.ts';
import { ledgerFile } from '../dataset/lockfile/ledger.ts';
import { lineageName, lineageSchema } from '../dataset/lockfile/lineage.ts';
import type { DatasetFile } from '../dataset/lockfile/manifest.ts';
import { readRecords } from '../dataset/lockfile/records.ts';
import { datasetIn, type StoredDataset } from '../dataset/lockfile/store.ts';
import { changeIn } from '../dataset/lockfile/verify.ts';
import type { Writer } from '../dataset/replace.ts';
import { type Connection, openReadonly } from '../store/database.ts';
import { workspaceFiles } from '../workspace/open.ts';
import type { HeldItem } from './items.ts';
import { lineSchema, readableFormats } from './lines.ts';

/** What of the hold-out both models are to answer, and how much of it stays out. */
export type Holdout = { datasetName: string; items: HeldItem[]; leftOut: EvaluationPreview['leftOut'] };

/**
 * Reads the hold-out of a dataset from the dataset's own file. What another dataset has trained on since, here or elsewhere
 * in the team, by its sample or by its very prompt, is not untouched any more and stays out.
 *
 * @throws AssayError not-found, empty, conflict where the file is not as it was built, invalid-input
 */
export async function holdoutOf(
  { datasetId, sample }: Pick<EvaluationPlan, 'datasetId' | 'sample'>,
  { workspace, writer }: { workspace: string; writer: Writer },
): Promise<Holdout> {
  const dataset = datasetIn(workspace, writer, datasetId);
  const { corpus, work } = workspaceFiles(workspace);
  const db = openReadonly(corpus, { work, ledger: ledgerFile(workspace) });
  try {
    return await read(dataset, sample, db);
  } finally {
    db.close();
  }
}

async function read(dataset: StoredDataset, sample: EvaluationPlan['sample'], db: Connection): Promise<Holdout> {
  const { folder, manifest } = dataset;
  const file = fileIn(manifest.files);
  if ((await changeIn(folder, file)) !== null) throw changed(file.path);
  const { bySeat, leftOut } = untouched(dataset, file.path, db);
  const chosen = chooseFrom([...bySeat.values()], sample);
  const intentOf = db
    .prepare<[string], string | null>(`SELECT json_extract(body, '$.query.intent') FROM samples WHERE sample_id = ?`)
    .pluck();
  const items: HeldItem[] = [];
  let row = 0;
  for (const { prompt } of readRecords(join(folder, file.path), lineSchema)) {
    const seat = bySeat.get(++row);
    if (seat === undefined || !chosen.has(seat.sampleId)) continue;
    items.push({ ...seat, intent: intentOf.get(seat.sampleId) ?? null, prompt });
  }
  return { datasetName: manifest.recipe.name, items, leftOut };
}

function fileIn(files: readonly DatasetFile[]): DatasetFile {
  const held = files.filter(({ side, rows }) => side === 'holdout' && rows > 0);
  for (const format of readableFormats) {
    const file = held.find((known) => known.format === format);
    if (file) return file;
  }
  throw new AssayError({
    kind: 'empty',
    message:
      held.length > 0 ? 'The hold-out of this dataset is in no format of OpenAI’s.' : 'This dataset holds nothing out.',
    safe: 'Nothing was sent, and nothing was charged.',
    remedy:
      held.length > 0
        ? 'Build it with the format openai-chat as well.'
        : 'Build one that holds a share out, and tune on that: two models can only be compared on what neither has seen.',
  });
}

function changed(path: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: `${path} is not as it was when the dataset was built.`,
    safe: 'Nothing was sent, and nothing was charged.',
    remedy: 'Verify the dataset to see what was changed, and build it again.',
  });
}

type Seat = Pick<HeldItem, 'sampleId' | 'conversation'>;

/** The samples of a file that nothing was trained on, by their rows. */
function untouched(
  { folder, manifest: { files } }: StoredDataset,
  path: string,
  db: Connection,
): { bySeat: Map<number, Seat>; leftOut: Holdout['leftOut'] } {
  const isErased = db.prepare<[string], number>('SELECT 1 FROM work.erased WHERE sample_id = ?').pluck();
  const wasTrained = db
    .prepare<{ sample: string; prompt: string }, number>(
      `SELECT 1 FROM ledger.splits WHERE sample_id = @sample AND side <> 'holdout'
       UNION ALL SELECT 1 FROM ledger.prompts WHERE prompt = @prompt AND side <> 'holdout'
       UNION ALL SELECT 1 FROM team_splits WHERE sample_id = @sample AND (train = 1 OR validation = 1) LIMIT 1`,
    )
    .pluck();
  const lineage = join(folder, lineageName);
  if (!existsSync(lineage)) throw changed(lineageName);
  const bySeat = new Map<number, Seat>();
  const leftOut = { trained: 0, erased: 0 };
  const hash = createHash('sha256');
  for (const { sample, conversation, prompt, rows } of readRecords(lineage, lineageSchema, (read) =>
    hash.update(read),
  )) {
    const row = rows[path];
    if (row === undefined) continue;
    if (isErased.get(sample)) leftOut.erased++;
    else if (wasTrained.get({ sample, prompt })) leftOut.trained++;
    else bySeat.set(row, { sampleId: sample, conversation });
  }
  // By it a line is known for one that was erased, or trained on.
  if (hash.digest('hex') !== files.find(({ path }) => path === lineageName)?.sha256) throw changed(lineageName);
  return { bySeat, leftOut };
}

/**
 * The same seed chooses the same samples, and more of them when it may: those with the smallest hashes, one of every
 * conversation before a second of any, because turns of one tell less than as many conversations.
 */
function chooseFrom(seats: Seat[], sample: EvaluationPlan['sample']): Set<string> {
  const { items, seed } = sample ?? { items: mostItems, seed: 0 };
  const rank = (id: string) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const met = new Map<string, number>();
  const ranked = seats
    .map(({ sampleId, conversation }) => ({ sampleId, conversation, rank: rank(sampleId) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ sampleId, conversation }) => {
      const turn = conversation === null ? 0 : (met.get(conversation) ?? 0);
      if (conversation !== null) met.set(conversation, turn + 1);
      return { sampleId, turn };
    })
    .sort((a, b) => a.turn - b.turn);
  return new Set(ranked.slice(0, items).map(({ sampleId }) => sampleId));
}
