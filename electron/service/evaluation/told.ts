import type { Evaluation, EvaluationPhase } from '../../../shared/domain/comparison.ts';
import type { Job, JobState } from '../../../shared/domain/job.ts';
import { readJob } from '../jobs/table.ts';
import type { Connection } from '../store/database.ts';
import { EvaluationItems } from './items.ts';
import { Judgments } from './judgments.ts';
import { EvaluationTable, type StoredEvaluation } from './table.ts';

export type Counted = { items: EvaluationItems; judgments: Judgments; judge: string };

/** An evaluation as lists show it. @param job what asks for its answers, as far as it is known */
export function toldEvaluation(
  stored: StoredEvaluation,
  job: Job | null,
  { items, judgments, judge }: Counted,
): Evaluation {
  const { secret: _, items: planned, ...told } = stored;
  const there = items.counts(stored.id);
  // Before the job is done some are not read yet; afterwards some may have been erased.
  const count = job?.state === 'done' ? there.items : planned;
  const { all, own } = judgments.count(stored.id, judge);
  return {
    ...told,
    phase: phaseOf(stored, job?.state ?? 'interrupted'),
    items: count,
    answered: there.answered,
    judged: all,
    judgedHere: own,
    wanted: count * stored.plan.judges,
    error: job?.error ?? null,
  };
}

/** All of a workspace, the newest first: beside whoever writes it. */
export function readEvaluations(work: Connection, judge: string): Evaluation[] {
  const counted = { items: new EvaluationItems(work), judgments: new Judgments(work), judge };
  const job = work.prepare('SELECT * FROM jobs WHERE id = ?');
  return new EvaluationTable(work).list().map((stored) => {
    const row = stored.jobId === null ? undefined : job.get(stored.jobId);
    return toldEvaluation(stored, row === undefined ? null : readJob(row), counted);
  });
}

function phaseOf({ openedAt }: StoredEvaluation, job: JobState): EvaluationPhase {
  if (openedAt !== null) return 'opened';
  if (job === 'done') return 'judging';
  return job === 'waiting' || job === 'running' ? 'answering' : 'stopped';
}
