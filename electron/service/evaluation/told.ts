import type { Evaluation, EvaluationPhase } from '../../../shared/domain/comparison.ts';
import type { Job, JobState } from '../../../shared/domain/job.ts';
import { jobOf } from '../jobs/table.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';
import { ComparisonDrafts } from './drafts.ts';
import { EvaluationItems } from './items.ts';
import { Judgments } from './judgments.ts';
import { EvaluationTable, type StoredEvaluation } from './table.ts';
import { judgedByTeam } from './team/counts.ts';
import { TeamJudging } from './team/judging.ts';
import { PublishedEvaluations } from './team/published.ts';

export type Counted = { items: EvaluationItems; judgments: Judgments; judge: string };

/** What the team has made of one that was put before it: judgments that stand, of all judges and of this one. */
export type ByTeam = { judges: number; publishedAt: string; all: number; own: number };

/**
 * An evaluation as lists show it.
 *
 * @param job what asks for its answers, as far as it is known
 * @param team null where it is judged here alone
 */
export function toldEvaluation(
  stored: StoredEvaluation,
  job: Job | null,
  { items, judgments, judge }: Counted,
  team: ByTeam | null,
): Evaluation {
  const { secret: _, isRead, items: planned, ...told } = stored;
  const there = items.counts(stored.id);
  // At first some are not read yet; afterwards some may have been erased.
  const count = isRead ? there.items : planned;
  const { all, own } = team ?? judgments.count(stored.id, judge);
  return {
    ...told,
    phase: phaseOf(stored, job?.state ?? 'interrupted'),
    items: count,
    answered: there.answered,
    judged: all,
    judgedHere: own,
    wanted: count * (team?.judges ?? stored.plan.judges),
    publishedAt: team?.publishedAt ?? null,
    error: job?.error ?? null,
  };
}

/** All of a workspace, the newest first: beside whoever writes it. */
export function readEvaluations(work: Connection, corpus: Connection, judge: string): Evaluation[] {
  const counted = { items: new EvaluationItems(work), judgments: new Judgments(work), judge };
  const published = new PublishedEvaluations(work);
  const judging = new TeamJudging(work, corpus, new Outbox(work), new ComparisonDrafts(work, work));
  return new EvaluationTable(work).list().map((stored) => {
    const job = stored.jobId === null ? null : jobOf(work, stored.jobId);
    const publication = published.get(stored.id);
    const team = publication && { ...publication, ...judgedByTeam(corpus, judging, publication) };
    return toldEvaluation(stored, job, counted, team);
  });
}

function phaseOf({ openedAt }: StoredEvaluation, job: JobState): EvaluationPhase {
  if (openedAt !== null) return 'opened';
  if (job === 'done') return 'judging';
  return job === 'waiting' || job === 'running' ? 'answering' : 'stopped';
}
