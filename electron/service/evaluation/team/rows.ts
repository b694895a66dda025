import { comparisonSchema } from '../../../../shared/domain/comparison.ts';
import { type EvaluationRow, evaluationRowSchema } from '../../../../shared/sync/evaluations.ts';
import type { Connection } from '../../store/database.ts';
import type { StandingJudgment } from '../judgments.ts';

/* What the feeds of leads have left in corpus.db. */

/** Newest first; those that this version cannot read are left out. */
export function readEvaluations(db: Connection): EvaluationRow[] {
  return db
    .prepare<[], string>('SELECT body FROM team_evaluations')
    .pluck()
    .all()
    .flatMap((body) => evaluationRowSchema.safeParse(JSON.parse(body)).data ?? [])
    .sort((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
}

/** What a judge says of an item, and the conversation that this is a turn of. */
export type TeamJudgment = StandingJudgment & { conversation: string | null };

/** What stands of every judge on every item of an evaluation, by the places of the item, as far as this version can read it. */
export function readJudgments(db: Connection, evaluationId: string): TeamJudgment[] {
  return db
    .prepare<[string], { item_id: string; conversation: string | null; member_id: string; judgment: string }>(
      `SELECT item_id, conversation, member_id, judgment FROM team_judgments
       WHERE evaluation_id = ? AND item_id IS NOT NULL AND judgment IS NOT NULL`,
    )
    .all(evaluationId)
    .flatMap(({ item_id: itemId, conversation, member_id: judge, judgment }) => {
      const comparison = comparisonSchema.safeParse(JSON.parse(judgment)).data;
      return comparison ? [{ itemId, conversation, judge, comparison }] : [];
    });
}
