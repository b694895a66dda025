import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FormatId, FormatReason, Side } from '../../../../shared/domain/dataset.ts';
import type { Example } from '../../../../shared/domain/example.ts';
import type { DatasetShape } from '../formats/format.ts';
import { formats } from '../formats/formats.ts';
import { openWriter } from '../formats/write/open.ts';
import type { RowWriter } from '../formats/write/sink.ts';
import { FileReplacement, type Writer } from '../replace.ts';
import type { DatasetFile } from './manifest.ts';

type Open = { file: FileReplacement; rows: RowWriter; count: number; format: FormatId; side: Side };

/** The training files of a dataset: one a format and side, each begun with its first row. */
export class TrainingFiles {
  readonly #folder: string;
  readonly #formats: readonly FormatId[];
  readonly #shape: DatasetShape;
  readonly #writer: Writer;
  readonly #open = new Map<string, Open>();
  /** How many examples a format could not hold, and why. */
  readonly unformatted: Record<string, Partial<Record<FormatReason, number>>> = {};

  constructor(folder: string, wanted: readonly FormatId[], shape: DatasetShape, writer: Writer) {
    this.#folder = folder;
    this.#formats = wanted;
    this.#shape = shape;
    this.#writer = writer;
  }

  /**
   * Writes an example to each format that can hold it.
   *
   * @returns its row in each file, from 1; and why other formats cannot hold it
   */
  write(example: Example, side: Side): { rows: Record<string, number>; reasons: FormatReason[] } {
    const rows: Record<string, number> = {};
    const reasons: FormatReason[] = [];
    for (const format of this.#formats) {
      const result = formats[format].row(example, this.#shape);
      if (result.ok) {
        const path = `${format}/${side}.${formats[format].container}`;
        const open = this.#open.get(path) ?? this.#begin(path, format, side);
        open.rows.write(result.row);
        rows[path] = ++open.count;
      } else if (example.chosen !== null) {
        reasons.push(result.reason);
        const counts = this.unformatted[format] ?? {};
        counts[result.reason] = (counts[result.reason] ?? 0) + 1;
        this.unformatted[format] = counts;
      }
    }
    return { rows, reasons };
  }

  commit(): DatasetFile[] {
    return [...this.#open].map(([path, { file, rows, count, format, side }]) => {
      rows.finish();
      return { path, format, side, rows: count, ...file.commit() };
    });
  }

  discard(): void {
    for (const { file } of this.#open.values()) file.discard();
  }

  #begin(path: string, format: FormatId, side: Side): Open {
    const target = join(this.#folder, path);
    mkdirSync(dirname(target), { recursive: true });
    const file = new FileReplacement(target, this.#writer, () => false);
    const open = { file, rows: openWriter(format, file, this.#shape), count: 0, format, side };
    this.#open.set(path, open);
    return open;
  }
}

/** A file of records beside the training data, one JSON object a line. */
export class RecordFile {
  readonly #path: string;
  readonly #file: FileReplacement;
  #rows = 0;

  constructor(folder: string, path: string, writer: Writer) {
    this.#path = path;
    this.#file = new FileReplacement(join(folder, path), writer, () => false);
  }

  write(record: object): void {
    this.#file.write(`${JSON.stringify(record)}\n`);
    this.#rows++;
  }

  commit(): DatasetFile {
    return { path: this.#path, format: null, side: null, rows: this.#rows, ...this.#file.commit() };
  }

  discard(): void {
    this.#file.discard();
  }
}

/** Writes a text for people and trainers beside the data. */
export function writeText(folder: string, { path, text }: { path: string; text: string }, writer: Writer): DatasetFile {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  const file = new FileReplacement(target, writer, () => false);
  file.write(text);
  return { path, format: null, side: null, rows: 0, ...file.commit() };
}
