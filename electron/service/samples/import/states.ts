import { z } from 'zod';
import { refusedLineSchema } from '../../../../shared/domain/job.ts';
import type { Connection } from '../../store/database.ts';
import type { Position } from './records.ts';
import type { Source } from './source.ts';

const countsSchema = z.object({
  lines: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  rejected: z.int(),
  legacy: z.int(),
  firstRejected: refusedLineSchema.nullable().default(null),
});
export type Counts = z.infer<typeof countsSchema>;

/** How far an import is: everything up to `position` is stored, counted and reported. */
export type ImportState = {
  id: number;
  position: Position;
  counts: Counts;
  reportBytes: number;
  finished: boolean;
};

type ImportRow = {
  id: number;
  size: number;
  modified_ms: number;
  byte_offset: number;
  line: number;
  counts: string;
  report_bytes: number;
  finished: number;
};

/** The states of imports, and the line in which each import first met a sample. Written inside the batch's transaction. */
export class ImportStates {
  readonly #statements;

  constructor(db: Connection) {
    this.#statements = {
      find: db.prepare<[string], ImportRow>('SELECT * FROM imports WHERE job_id = ?'),
      forget: db.prepare('DELETE FROM imports WHERE job_id = ?'),
      begin: db
        .prepare<unknown[], number>(
          `INSERT INTO imports (job_id, path, size, modified_ms, byte_offset, line, counts, report_bytes, finished)
           VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0) RETURNING id`,
        )
        .pluck(),
      save: db.prepare(
        'UPDATE imports SET byte_offset = ?, line = ?, counts = ?, report_bytes = ?, finished = ? WHERE id = ?',
      ),
      lineOf: db
        .prepare<[number, number], number>('SELECT line FROM import_lines WHERE id = ? AND import_id = ?')
        .pluck(),
      setLine: db.prepare('INSERT OR REPLACE INTO import_lines (id, import_id, line) VALUES (?, ?, ?)'),
    };
  }

  /** The state of a job that was here before, if its file is still the same. */
  find(jobId: string, source: Source): ImportState | null {
    const row = this.#statements.find.get(jobId);
    if (!row || row.size !== source.size || row.modified_ms !== source.modifiedMs) return null;
    return {
      id: row.id,
      position: { offset: row.byte_offset, line: row.line },
      counts: countsSchema.parse(JSON.parse(row.counts)),
      reportBytes: row.report_bytes,
      finished: row.finished === 1,
    };
  }

  /** Starts from the beginning, under a new number: lines of an earlier attempt are no earlier lines of this one. */
  begin(jobId: string, source: Source): ImportState {
    const none = { lines: 0, inserted: 0, updated: 0, unchanged: 0, rejected: 0, legacy: 0 };
    const counts: Counts = { ...none, firstRejected: null };
    const { path, size, modifiedMs, start } = source;
    this.#statements.forget.run(jobId);
    const id = this.#statements.begin.get(
      jobId,
      path,
      size,
      modifiedMs,
      start.offset,
      start.line,
      JSON.stringify(counts),
    );
    if (id === undefined) throw new Error('an import was recorded and gave no number');
    return { id, position: start, counts, reportBytes: 0, finished: false };
  }

  save({ id, position, counts, reportBytes, finished }: ImportState): void {
    this.#statements.save.run(
      position.offset,
      position.line,
      JSON.stringify(counts),
      reportBytes,
      finished ? 1 : 0,
      id,
    );
  }

  /** The line in which this import met the stored sample before, if it did. */
  lineOf(importId: number, sample: number): number | null {
    return this.#statements.lineOf.get(sample, importId) ?? null;
  }

  setLine(importId: number, sample: number, line: number): void {
    this.#statements.setLine.run(sample, importId, line);
  }
}
