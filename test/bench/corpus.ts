import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type SampleRow, sampleRowSchema } from '../../shared/domain/sample.ts';
import { note } from './note.ts';

/**
 * Corpora of any size, grown from real samples: new ids and conversations, texts varied, times spread. The same size
 * is always the same bytes, so that a file made once is used again.
 *
 * `slim` leaves history and sources out: for benches that need a million rows and not their length.
 */
export type CorpusShape = { samples: number; slim: boolean };

const root = join(import.meta.dirname, '../..');
const sources = [join(root, '../shared/data/taskmaster4.ndjson.gz'), join(root, 'resources/demo/samples.ndjson')];

/** Where corpora and grown workspaces are kept between runs. */
export const cacheFolder = join(tmpdir(), 'assay-bench');

/** One sample every half minute, so that a million of them are about a year. */
const secondsApart = 31;
const firstMoment = Date.UTC(2025, 0, 1) / 1000;

/** A file of NDJSON with that many samples: made on first use, and complete once it has its name. */
export function corpusFile({ samples, slim }: CorpusShape): string {
  const path = join(cacheFolder, `${corpusName({ samples, slim })}.ndjson`);
  if (existsSync(path)) return path;
  note(`growing ${samples.toLocaleString('en')} samples`);
  mkdirSync(cacheFolder, { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  const file = openSync(partial, 'w');
  let lines: string[] = [];
  for (const row of grow({ samples, slim })) {
    lines.push(JSON.stringify(row));
    if (lines.length === 1_000) {
      writeSync(file, `${lines.join('\n')}\n`);
      lines = [];
    }
  }
  if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
  closeSync(file);
  renameSync(partial, path);
  forget(corpusKind({ samples, slim }), path);
  return path;
}

/** Removes what is kept under the same kind of name and was made another way. */
export function forget(kind: string, current: string): void {
  for (const name of readdirSync(cacheFolder))
    if (name.startsWith(kind) && join(cacheFolder, name) !== current)
      rmSync(join(cacheFolder, name), { recursive: true });
}

export function corpusKind({ samples, slim }: CorpusShape): string {
  return `samples-${samples}${slim ? '-slim' : '-full'}-`;
}

/** The name of a corpus: its shape, and a hash of what it grows from and of how it grows. */
export function corpusName({ samples, slim }: CorpusShape): string {
  const hash = createHash('sha256')
    .update(sourceBytes())
    .update(readFileSync(import.meta.filename))
    .digest('hex');
  return `${corpusKind({ samples, slim })}${hash.slice(0, 12)}`;
}

export function* grow({ samples, slim }: CorpusShape): Generator<SampleRow> {
  const rows = sourceRows();
  const words = vocabulary(rows);
  for (let i = 0; i < samples; i++) {
    const row = rows[i % rows.length];
    if (row) yield vary(row, i, Math.floor(i / rows.length), words, slim);
  }
}

function vary(row: SampleRow, i: number, generation: number, words: readonly string[], slim: boolean): SampleRow {
  const random = generator(i);
  const word = () => words[Math.floor(random() * words.length)];
  const phrase = () => `${word()} ${word()} ${word()} ${Math.floor(random() * 1_000_000)}`;
  const { source, query, agent_response: response } = row;
  const second = firstMoment + i * secondsApart + Math.floor(random() * secondsApart);
  return {
    ...row,
    sample_id: uuidOf(`${i} of ${row.sample_id}`),
    created_at: new Date(second * 1000).toISOString(),
    source: { ...source, conversation_id: `${source.conversation_id ?? row.sample_id}-${generation}` },
    query: {
      ...query,
      text: `${query.text} (${phrase()})`,
      metadata: { ...query.metadata, history: slim ? [] : (query.metadata?.history ?? []) },
    },
    agent_response: {
      ...response,
      text: `${response.text} ${phrase()}.`,
      sources: slim ? [] : (response.sources ?? []),
      confidence: Math.round(random() * 1000) / 1000,
    },
  };
}

let bytes: Buffer | null = null;
function sourceBytes(): Buffer {
  if (bytes) return bytes;
  const path = sources.find((file) => existsSync(file));
  if (!path) throw new Error(`no samples to grow from: none of ${sources.join(', ')} is there`);
  bytes = path.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path);
  return bytes;
}

function sourceRows(): SampleRow[] {
  return sourceBytes()
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => sampleRowSchema.parse(JSON.parse(line)));
}

function vocabulary(rows: readonly SampleRow[]): string[] {
  const words = new Set<string>();
  for (const { query, agent_response: response } of rows)
    for (const word of `${query.text} ${response.text}`.toLowerCase().match(/\p{L}{3,}/gu) ?? []) words.add(word);
  return [...words].sort();
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Numbers in [0, 1) that depend on the seed alone (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
