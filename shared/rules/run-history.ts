import type { DatedFact, RunFact, RunSide } from '../domain/run.ts';
import { counted } from './readiness-words.ts';
import { statusText } from './run-words.ts';

const fileNames: Record<RunSide, string> = { train: 'the training file', validation: 'the validation file' };

/** Something that happened to a run, as a person reads it. */
export type HistoryLine = { at: string; text: string };

/**
 * The facts of a run in words. What says nothing new is left out: a job that is told again in the same state; parts of a file
 * are one line, at the time of the last.
 */
export function historyLines(facts: readonly DatedFact[], provider: string): HistoryLine[] {
  const lines: HistoryLine[] = [];
  let status: string | null = null;
  let parts = 0;
  for (const { at, fact } of facts) {
    if (fact.what === 'told') {
      if (fact.job.status !== status)
        lines.push({ at, text: `${provider} calls the job “${statusText(fact.job.status)}”.` });
      status = fact.job.status;
    } else if (fact.what === 'part-sent') {
      if (parts > 0) lines.pop();
      parts++;
      lines.push({ at, text: `Sent ${counted(parts, 'part')} of ${fileNames[fact.side]}.` });
    } else lines.push({ at, text: factText(fact, provider) });
    if (fact.what !== 'part-sent') parts = 0;
  }
  return lines;
}

function factText(fact: Exclude<RunFact, { what: 'told' | 'part-sent' }>, provider: string): string {
  switch (fact.what) {
    case 'upload-begun':
      return `Began to send ${fileNames[fact.side]} in parts.`;
    case 'uploaded':
      return `Sent ${fileNames[fact.side]}: ${fact.fileId}.`;
    case 'create-begun':
      return `About to ask ${provider} for the job, once and never again.`;
    case 'created':
      return createdText(fact, provider);
    case 'refused':
      return `${provider} declined the job: nothing was made.`;
    case 'not-found':
      return 'The job was not found for long enough: a person must say what became of it.';
    case 'abandoned':
      return 'A person gave the run up.';
    case 'cancel-begun':
      return 'A person cancelled the run.';
    case 'served':
      return `The tuned model answers as ${fact.model}.`;
  }
}

function createdText({ by, jobId }: Extract<RunFact, { what: 'created' }>, provider: string): string {
  switch (by) {
    case 'answer':
      return `${provider} made the job ${jobId}.`;
    case 'run-id':
      return `Found the job ${jobId}: it is marked with this run.`;
    case 'file':
      return `Found the job ${jobId}: it trains on the file that only this run has sent.`;
    case 'person':
      return `A person named the job: ${jobId}.`;
  }
}
