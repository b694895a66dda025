import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type ImportResult, type Job, jobSchema } from '../../../shared/domain/job.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Service, ServiceOptions } from '../../service/service.ts';
import { command } from '../command.ts';
import { type ExitCode, exit, exitCodeOfSignal, UsageError } from '../exit.ts';
import { columns, indented } from '../format.ts';
import { openFor } from '../open.ts';
import { userPath } from '../place.ts';
import { type Interruption, onInterruption } from '../signals.ts';
import type { Terminal } from '../terminal.ts';

type ImportJob = Job & { kind: 'import' };
type Imported = { path: string; state: Job['state']; result: ImportResult | null; error: Job['error'] };

export const importCommand = command({
  name: 'import',
  usage: 'import FILE… --workspace DIR [--json]',
  summary: 'Imports samples from NDJSON, JSONL or CSV files, plain or gzip',
  details: `A folder that is empty or not there becomes a workspace. Samples that are there already are not doubled.
Lines that cannot be taken are listed in a report file, and the others are kept.

It writes, so it needs the workspace for itself: close the window first.
Ctrl-C stops safely: what was read is kept, and the same command goes on from there. A second Ctrl-C ends at once.`,
  options: {},
  async run({ workspace, terminal }, _, files) {
    if (files.length === 0) throw new UsageError('No file to import is named.', 'import');
    const paths = files.map(userPath);
    for (const path of paths) if (!existsSync(path)) throw noFile(path);
    const progressed: ServiceOptions['emit'] = (name, payload) => {
      if (name === 'job') terminal.progress(progressText(jobSchema.parse(payload)));
    };
    const service = openFor('import', workspace, progressed, true);
    // The job goes on when the same command, or the window, opens the workspace again.
    const interruption = onInterruption(() => {
      terminal.note('Stopping where it is safe … (Ctrl-C again ends at once)');
      void service.jobs.close();
    });
    try {
      return await importAll(service, paths, terminal, interruption);
    } finally {
      await service.close();
      interruption.end();
    }
  },
});

/** Before anything is opened: a slip in a name makes no workspace. */
function noFile(path: string): AssayError {
  return new AssayError({
    kind: 'io',
    message: `There is no file ${path}.`,
    safe: 'Nothing was done.',
    remedy: 'Check the path.',
  });
}

async function importAll(
  service: Service,
  paths: string[],
  terminal: Terminal,
  interruption: Interruption,
): Promise<ExitCode> {
  const imports: Imported[] = [];
  for (const path of paths) {
    if (interruption.signal) break;
    const { state, result, error } = await importOne(service, path);
    imports.push({ path, state, result, error });
    if (error) terminal.error(error);
  }
  terminal.result({ imports }, () => imports.map(importedText).join('\n'));
  if (interruption.signal) {
    terminal.note('Stopped. What was read is kept; the same command goes on from there.');
    return exitCodeOfSignal(interruption.signal);
  }
  if (imports.some(({ state }) => state !== 'done')) return exit.failed;
  const odd = imports.some(({ result }) => result && (result.rejected > 0 || result.lines === 0));
  return odd ? exit.findings : exit.ok;
}

/** Starts an import, or goes on with one of the same file that was stopped. */
async function importOne({ jobs, handlers }: Service, path: string): Promise<ImportJob> {
  const stopped = jobs.list().find((job) => job.kind === 'import' && job.params.path === path && job.state !== 'done');
  const { id } = stopped ? jobs.resume(stopped.id) : await handlers['jobs.import']({ path, format: null });
  const job = await jobs.settled(id);
  if (job.kind !== 'import') throw new Error(`job ${id} is no import`);
  return job;
}

function progressText({ kind, params, progress }: Job): string | null {
  if (kind !== 'import' || !progress) return null;
  const share = progress.total ? `${Math.floor((100 * progress.done) / progress.total)} %` : '';
  return `${basename('path' in params ? params.path : '')}  ${share}  ${progress.note}`;
}

function importedText({ path, state, result }: Imported): string {
  if (!result) return `${path}: ${state}`;
  const { lines, inserted, updated, unchanged, rejected, legacy, reportPath } = result;
  if (state === 'done' && lines === 0) return `${path}: the file is empty, no sample is in it`;
  const table = columns([
    ['lines', lines],
    ['new', inserted],
    ['updated', updated],
    ['unchanged', unchanged],
    ['rejected', rejected, reportPath ? `see ${reportPath}` : ''],
    ['with a verdict from before Assay', legacy],
  ]);
  return `${path}${state === 'done' ? '' : `: ${state}`}\n${indented(table)}`;
}
