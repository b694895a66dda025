import { type Job, type JobLogLine, subjectOf } from '../../../shared/domain/job.ts';
import { jobLogReader } from '../../service/jobs/log.ts';
import { listedJobs, readJob } from '../../service/jobs/table.ts';
import { oneNamed } from '../../service/named.ts';
import type { Connection } from '../../service/store/database.ts';
import { reading } from '../../service/workspace/open.ts';
import { command } from '../command.ts';
import { exit, UsageError } from '../exit.ts';
import { columns, indented, instant } from '../format.ts';

export const jobsCommand = command({
  name: 'jobs',
  usage: 'jobs [ID] --workspace DIR [--json]',
  summary: 'Lists the jobs of a workspace, or shows one with its log',
  details: `A job is what takes longer than a moment: an import, the build of a dataset, a fine-tune, the answers of an evaluation.
An id may be cut short. It only reads, and works beside an open window. How far a job is, its window knows some seconds
earlier.`,
  options: {},
  async run({ workspace, terminal }, _, ids) {
    const [id, more] = ids;
    if (more !== undefined) throw new UsageError(`“${more}” does not belong here: jobs takes one id.`, 'jobs');
    if (id === undefined) {
      const jobs = reading(workspace, (work) => work.prepare(listedJobs).all().map(readJob));
      terminal.result({ jobs }, () => listText(jobs));
    } else {
      const { job, log } = reading(workspace, (work) => readOne(work, id));
      terminal.result({ job, log }, () => oneText(job, log));
    }
    return exit.ok;
  },
});

/** @throws AssayError not-found */
function readOne(work: Connection, given: string): { job: Job; log: JobLogLine[] } {
  // Of all jobs: a list tells the newest alone.
  const rows = work.prepare<[], { id: string }>('SELECT * FROM jobs').all();
  const job = readJob(oneNamed(rows, given, 'job'));
  // A log is bounded, so that it is read whole: to SQLite a negative limit is none.
  return { job, log: jobLogReader(work)(job.id, 0, -1) };
}

/** One job in a line. */
export function jobText(job: Job): string {
  const { kind, state, progress } = job;
  const share = progress?.total && state !== 'done' ? `, ${Math.floor((100 * progress.done) / progress.total)} %` : '';
  return `${kind} ${subjectOf(job)} (${state}${share})`;
}

function listText(jobs: readonly Job[]): string {
  if (jobs.length === 0) return 'No job has run in this workspace yet.';
  return columns(jobs.map((job) => [job.id, instant(job.updatedAt), jobText(job)]));
}

function oneText(job: Job, log: readonly JobLogLine[]): string {
  const { error } = job;
  const facts: [string, string][] = [
    ['job', jobText(job)],
    ['begun', instant(job.createdAt)],
    ['changed', instant(job.updatedAt)],
    ...(error ? [['error', `${error.message} ${error.safe} ${error.remedy}`] as [string, string]] : []),
  ];
  const lines = log.map(({ at, level, text }) => `${at}  ${level.padEnd('warning'.length)}  ${text}`);
  return [columns(facts), '', 'log', indented(lines.join('\n'))].join('\n');
}
