import type { Job } from '../../../shared/domain/job.ts';

/** What a feature registers: the thread that does the work, and what it is told beside the job's own parameters. */
export type JobSpec = {
  thread: URL;
  data: (job: Job) => unknown;
  /** Jobs that share a lane run one after the other: one bulk writer for corpus.db. */
  lane: string;
  /** The job starts while fewer than so many of its lane run; 1 without it. */
  limit?: number;
  /** True of a job that is not to wait for others: it starts whatever the limit says. */
  urgent?: (job: Job) => boolean;
  /** True of a job that is not done and nothing is left of to go on with. */
  isOver?: (job: Job) => boolean;
  /** What the job's thread may ask of the main thread, by name: to record something durably, or to have a secret. */
  answers?: (job: Job) => Record<string, (input: unknown) => unknown>;
  /** True for what a person has set going for hours or days: an interrupted job goes on by itself at the next opening. */
  goesOn?: boolean;
};

/** Whoever has the workspace open hears of it. */
export type JobListener = {
  changed(job: Job): void;
  /** Something was written to work.db. */
  wrote(): void;
};
