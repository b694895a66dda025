import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { AssayError } from '../../../../shared/errors.ts';
import { isFormula } from '../../dataset/formats/csv-cell.ts';
import type { Problem } from './problem.ts';

export type Rejected = { line: number; problems: readonly Problem[] };

/** Spreadsheets read UTF-8 only behind a byte order mark. */
const heading = '\ufeffline,field,reason,remedy\r\n';

/** A cell that no spreadsheet takes for a formula, whatever text of the imported file it repeats. */
export function csvCell(text: string): string {
  const harmless = isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The lines that were not taken, for a spreadsheet: one row for each problem. Made when the first one comes. */
export class Report {
  readonly path: string;
  #file: number | null = null;
  #bytes: number;

  /** @param bytes how much of an earlier run's report stands; what was written beyond it is dropped */
  constructor(path: string, bytes: number) {
    this.path = path;
    this.#bytes = bytes;
    if (bytes === 0) rmSync(path, { force: true });
  }

  /** True when the file still holds what an earlier run wrote. */
  static holds(path: string, bytes: number): boolean {
    return bytes === 0 || (statSync(path, { throwIfNoEntry: false })?.size ?? 0) >= bytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  add(rejected: readonly Rejected[]): void {
    if (rejected.length === 0) return;
    const rows = rejected.flatMap(({ line, problems }) =>
      problems.map(({ field, reason, remedy }) =>
        [String(line), csvCell(field ?? ''), csvCell(reason), csvCell(remedy)].join(','),
      ),
    );
    const text = Buffer.from(`${this.#bytes === 0 ? heading : ''}${rows.join('\r\n')}\r\n`);
    try {
      const file = this.#open();
      for (let written = 0; written < text.length; )
        written += writeSync(file, text, written, text.length - written, this.#bytes + written);
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
    this.#bytes += text.length;
  }

  close(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
  }

  #open(): number {
    if (this.#file !== null) return this.#file;
    mkdirSync(dirname(this.path), { recursive: true });
    const file = openSync(this.path, this.#bytes === 0 ? 'w' : 'r+');
    ftruncateSync(file, this.#bytes);
    this.#file = file;
    return file;
  }
}

function cannotWrite(path: string, cause: unknown): AssayError {
  return new AssayError(
    {
      kind: 'io',
      message: `The report ${path} cannot be written (${cause instanceof Error ? cause.message : String(cause)}).`,
      safe: 'Samples that were imported before are safe.',
      remedy: 'Check free space and permissions of the workspace folder, then resume the import.',
    },
    { cause },
  );
}
