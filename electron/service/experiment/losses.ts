import type { ArmName } from '../../../shared/domain/experiment.ts';
import type { ExperimentLoss } from '../../../shared/domain/experiment-loss.ts';
import type { LiveExperiment } from '../../../shared/domain/live-experiment.ts';
import type { Connection } from '../store/database.ts';

const mostTold = 100;

type Lost = {
  conversation_id: string;
  exposed_at: string;
  intent: string | null;
  kind: ExperimentLoss['kind'];
};

/**
 * Conversations of an arm that were edited, rejected, or broke a policy, the newest first. Each is told by the turn that broke
 * it, else by one that a reviewer found wanting, or by its last one, and by none that does not tell of the arm (`is_of_arm` on the server); conversations whose samples are not here are left out.
 *
 * @param until those that met the experiment before
 */
export function lossesOf(
  corpus: Connection,
  { id, plan }: Pick<LiveExperiment, 'id' | 'plan'>,
  arm: ArmName,
  until: string,
): ExperimentLoss[] {
  const lost = corpus.prepare<[string, string, ArmName, number], Lost>(
    `SELECT conversation_id, exposed_at, intent,
       CASE WHEN violation = 1 THEN 'violation' WHEN edited = 1 THEN 'edited' ELSE 'rejected' END AS kind
     FROM outcomes
     WHERE experiment_id = ? AND exposed_at < ? AND arm = ? AND (approved = 0 OR violation = 1)
     ORDER BY exposed_at DESC LIMIT ?`,
  );
  const reviewed = `coalesce(body ->> '$.training_flags.quality_reviewed', 0) = 1`;
  const broke = `coalesce(body ->> '$.customer_outcome.policy_violation', 0) = 1
    OR ${reviewed} AND coalesce(body ->> '$.human_feedback.quality_scores.policy',
      body ->> '$.human_feedback.quality_scores.policy_alignment', 5) <= 2`;
  const turn = corpus.prepare<
    [string, string, string, string | null, ExperimentLoss['kind']],
    Pick<ExperimentLoss, 'sampleId' | 'question' | 'answer'>
  >(
    `SELECT sample_id AS sampleId, body ->> '$.query.text' AS question, body ->> '$.agent_response.text' AS answer
     FROM samples WHERE conversation_id = ? AND agent = ? AND body ->> '$.source.experiment' = ?
       AND NOT coalesce(body ->> '$.source.model' = ?, 0)
     ORDER BY ? = 'violation' AND (${broke}) DESC,
       ${reviewed} AND (coalesce(body ->> '$.human_feedback.approved', 0) = 0
         OR coalesce(body ->> '$.human_feedback.human_edited_text', '') <> '') DESC, id DESC
     LIMIT 1`,
  );
  const own = plan.arms.find(({ name }) => name === arm);
  const other = plan.arms.find(({ model }) => model !== own?.model)?.model ?? null;
  return lost.all(id, until, arm, mostTold).flatMap(({ conversation_id, exposed_at, intent, kind }) => {
    const told = turn.get(conversation_id, plan.agent, id, other, kind);
    return told ? [{ ...told, kind, exposedAt: exposed_at, intent }] : [];
  });
}
