import { type ImportResult, type Job, type JobKind, type JobProgress, subjectOf } from '../../shared/domain/job.ts';
import type { Screen } from '../stores/view.ts';
import { bytes, plural } from './format.ts';

type KindWords = {
  /** “Import done” */
  name: string;
  /** “Importing 40 %” */
  doing: string;
  /** What is left of one that was stopped, and how it goes on. */
  stopped: string;
  /** What is lost for good by cancelling it; null where it can be resumed. */
  lost: string | null;
  /** Where it is begun and listed. */
  screen: Screen;
};

/** What the window calls each kind of job. */
export const jobWords: Record<JobKind, KindWords> = {
  import: {
    name: 'Import',
    doing: 'Importing',
    stopped: 'What it had taken is kept; it goes on from there.',
    lost: null,
    screen: 'import',
  },
  dataset: {
    name: 'Dataset',
    doing: 'Building',
    stopped: 'Nothing is left of it: it begins anew.',
    lost: null,
    screen: 'dataset',
  },
  finetune: {
    name: 'Fine-tune',
    doing: 'Fine-tuning',
    stopped: 'Nothing is asked for twice: it goes on from where it is.',
    lost: 'What the provider has begun of it is ended there. No model comes of it, it cannot be taken up again, and what was trained until then may be charged.',
    screen: 'finetune',
  },
  evaluation: {
    name: 'Evaluation',
    doing: 'Answering',
    stopped: 'Answers that came are kept; it goes on from there.',
    lost: null,
    screen: 'evaluation',
  },
};

const stateNames: Record<Job['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

/** How a job stands in a word or two, and whether that is bad: an import of which nothing came is no success. */
export function standingOf(job: Job): { name: string; as: Job['state'] } {
  const gave = job.kind === 'import' && job.state === 'done' ? job.result : null;
  if (gave && samplesOf(gave) === 0) return { name: gave.lines === 0 ? 'Empty file' : 'Nothing taken', as: 'failed' };
  return { name: job.stopping ? 'Stopping' : stateNames[job.state], as: job.state };
}

function samplesOf({ inserted, updated, unchanged }: ImportResult): number {
  return inserted + updated + unchanged;
}

/** What the job is about, short: of a path only the file. */
export function titleOf(job: Job): string {
  const subject = subjectOf(job);
  return job.kind === 'import' ? (subject.split(/[/\\]/).at(-1) ?? subject) : subject;
}

const singular = { samples: 'sample', steps: 'step', answers: 'answer' } as const;

function amount(value: number, unit: JobProgress['unit']): string {
  return unit === 'bytes' ? bytes(value) : plural(Math.round(value), singular[unit]);
}

/** @param rate a second; what takes longer than that is told by the minute */
export function paceText(rate: number, unit: JobProgress['unit']): string {
  return rate < 1 ? `${amount(rate * 60, unit)} a minute` : `${amount(rate, unit)} a second`;
}
