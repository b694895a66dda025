import { join } from 'node:path';
import { type ImportParams, type ImportResult, importResultSchema } from '../../../../shared/domain/job.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { Stopped } from '../../jobs/thread.ts';
import { type Connection, openWritable, translate } from '../../store/database.ts';
import { CorpusWriter } from '../write.ts';
import { Intake } from './intake.ts';
import { type ReadRow, refused } from './problem.ts';
import { maxRecordBytes, type RawRecord } from './records.ts';
import { Report } from './report.ts';
import { openSource, readChunks, type Source } from './source.ts';
import { type Counts, type ImportState, ImportStates } from './states.ts';

export type ImportTask = {
  jobId: string;
  params: ImportParams;
  files: { corpus: string; reports: string };
  /** True when the import is to stop at the next safe point. */
  stopping(): boolean;
  progress(progress: { done: number; total: number; unit: 'bytes'; note: string }): void;
  /** The main steps, for the job's log. */
  log(level: 'info' | 'warning', text: string): void;
};

/**
 * A batch is a transaction. Each rewrites the pages of random keys that it touches (16 KB a row at 2,000 rows, 22 KB at
 * 1,000), and is synced in one go, in which a label on the same disk waits. 1,000 rows keep that wait short.
 */
const batchLimits = { records: 1_000, bytes: 8 * 2 ** 20 };

/**
 * Imports a file of samples, or goes on with it where this job stopped before.
 *
 * Each batch stores its samples, its part of the report and the place up to which the file is done, all in one
 * transaction: killed at any point, the next run goes on behind the last batch and repeats nothing.
 *
 * @throws Stopped with the result so far; AssayError when the file or the disk refuses
 */
export async function importSamples(task: ImportTask, limits = batchLimits): Promise<ImportResult> {
  const source = openSource(task.params);
  const db = openWritable(task.files.corpus, 'normal');
  try {
    // Whatever is thrown out of a batch closes the database with its transaction open, which undoes the batch.
    return await run(task, source, db, limits);
  } catch (error) {
    throw translate(task.files.corpus, error);
  } finally {
    db.close();
  }
}

async function run(
  task: ImportTask,
  source: Source,
  db: Connection,
  limits: typeof batchLimits,
): Promise<ImportResult> {
  const states = new ImportStates(db);
  const reportPath = join(task.files.reports, `import-${task.jobId}.csv`);
  const known = resumable(states, task, source, reportPath);
  const state = known ?? states.begin(task.jobId, source);
  task.log(
    'info',
    known ? `Goes on behind line ${number.format(state.counts.lines)}.` : 'Reads the file from its start.',
  );
  const result = () => resultOf(state, reportPath);
  if (state.finished) return result();

  const report = new Report(reportPath, state.reportBytes);
  const splitter = source.splitter(state.position);
  const intake = new Intake(new CorpusWriter(db), states, state);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const end = db.prepare('COMMIT');
  let read = 0;
  let batch = { records: 0, bytes: 0 };
  const commit = () => {
    // The end of a file may come right behind a batch, or without a record at all.
    if (batch.records === 0) begin.run();
    report.add(intake.flush());
    state.reportBytes = report.bytes;
    state.position = splitter.position;
    states.save(state);
    end.run();
    batch = { records: 0, bytes: 0 };
    task.progress({ done: read, total: source.size, unit: 'bytes', note: noteOf(state) });
  };
  const commitOrStop = () => {
    commit();
    if (task.stopping()) throw new Stopped(result());
  };
  const take = (records: Iterable<RawRecord>) => {
    for (const record of records) {
      if (batch.records === 0) begin.run();
      intake.take(record.line, readRecord(source, record));
      batch.records++;
      batch.bytes += record.bytes?.length ?? 0;
      if (batch.records >= limits.records || batch.bytes >= limits.bytes) commitOrStop();
    }
  };
  const onRead = (bytes: number) => {
    read = bytes;
  };
  try {
    for await (const chunk of upToDamage(readChunks(source, state.position.offset, onRead), () => {
      commit();
      return state.counts;
    })) {
      take(splitter.split(chunk));
      // A chunk of blanks or of one long record completes no batch.
      if (task.stopping()) commitOrStop();
    }
    take(splitter.finish());
    state.finished = true;
    commit();
    logEnd(task, result());
    return result();
  } finally {
    report.close();
  }
}

/** When a file cannot be read any further, what it gave up to there is stored before the error goes on and says so. */
async function* upToDamage(chunks: AsyncIterable<Buffer>, store: () => Counts): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    const taken = takenOf(store());
    throw error instanceof AssayError && taken > 0 ? withTaken(error, taken) : error;
  }
}

function withTaken(error: AssayError, taken: number): AssayError {
  const [samples, are, stay, them] = taken === 1 ? ['sample', 'is', 'stays', 'it'] : ['samples', 'are', 'stay', 'them'];
  return new AssayError(
    {
      ...error.report(),
      safe: `${number.format(taken)} ${samples} of this file ${are} in and ${stay}: importing the whole file changes nothing about ${them}.`,
    },
    { cause: error },
  );
}

/** The state that an earlier run left, unless its file or its report has changed since: then all is done again. */
function resumable(states: ImportStates, task: ImportTask, source: Source, reportPath: string): ImportState | null {
  const state = states.find(task.jobId, source);
  return state && Report.holds(reportPath, state.reportBytes) ? state : null;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readRecord(source: Source, { bytes }: RawRecord): ReadRow {
  if (!bytes)
    return refused(
      null,
      `It is longer than ${maxRecordBytes / 2 ** 20} MB.`,
      'Leave it out or shorten it; in a CSV file, look for a quote that is never closed.',
    );
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    // The decoder says no more than that the bytes are wrong.
    return refused(null, 'It is not valid UTF-8 text.', 'Save the file as UTF-8, and import it again.');
  }
  return source.read(text);
}

function resultOf({ counts, reportBytes }: ImportState, reportPath: string): ImportResult {
  return importResultSchema.parse({ ...counts, reportPath: reportBytes > 0 ? reportPath : null });
}

function logEnd(
  { log }: ImportTask,
  { lines, inserted, updated, unchanged, rejected, reportPath }: ImportResult,
): void {
  const [read, fresh, changed, same, refusedLines] = [lines, inserted, updated, unchanged, rejected].map(number.format);
  log('info', `Lines read: ${read}. New samples: ${fresh}, updated: ${changed}, unchanged: ${same}.`);
  if (reportPath) log('warning', `Lines not taken: ${refusedLines}. They are listed in ${reportPath}.`);
}

const number = new Intl.NumberFormat('en-US');

function takenOf({ inserted, updated, unchanged }: Counts): number {
  return inserted + updated + unchanged;
}

function noteOf({ counts }: ImportState): string {
  const samples = takenOf(counts);
  const taken = `${number.format(samples)} ${samples === 1 ? 'sample' : 'samples'}`;
  return counts.rejected === 0 ? taken : `${taken}, ${number.format(counts.rejected)} rejected`;
}
