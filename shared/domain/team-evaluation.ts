import { z } from 'zod';
import { type EvaluationPlan, evaluationPlanSchema } from './comparison.ts';

/** What a lead puts before the team: who judges an evaluation of this workspace. */
export const publicationSchema = z.object({
  /** Of the evaluation. */
  id: z.uuid(),
  /** Judges read it. It names neither model. */
  name: z.string().trim().min(1).max(100),
  members: z.array(z.uuid()).max(1_000),
  /** How many of the members judge each item. */
  judges: evaluationPlanSchema.shape.judges,
});
export type Publication = z.infer<typeof publicationSchema>;

const count = z.int().nonnegative();

/** How far one judge is. */
export const judgeProgressSchema = z.object({ memberId: z.string(), name: z.string(), given: count, judged: count });

/** An evaluation of the team as this member sees it. No model is named in it, and nothing that tells one. */
export const teamEvaluationSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  scored: z.boolean(),
  isOpen: z.boolean(),
  /** Comparisons that are this member's, and how many of them they have judged. */
  given: count,
  judged: count,
  /** What leads are told besides; null for a labeler. */
  lead: z
    .object({
      /** Whether the models have answered in this workspace: then it is among its own evaluations too. */
      isFromHere: z.boolean(),
      /** The lead who has published it, in whose workspace the models have answered. */
      publishedBy: z.string(),
      items: count,
      /** Items that have come to their judges; the rest is on its way from the device of whoever has published it. */
      sent: count,
      judgesWanted: count,
      /** Judgments that stand, of an item no more than it is to have, and `beyond` those; `wanted` of all items. */
      judged: count,
      beyond: count,
      wanted: count,
      /** Judgments that were received after they were wanted: they count all the same. */
      late: count,
      judges: z.array(judgeProgressSchema),
      /** Who has been told whose the answers are. */
      openedBy: z.array(z.string()),
    })
    .nullable(),
});
export type TeamEvaluation = z.infer<typeof teamEvaluationSchema>;

/** True for a name that tells judges what is compared: then they could guess who answers how. */
export function namesModel(name: string, { base, tuned }: Pick<EvaluationPlan, 'base' | 'tuned'>): boolean {
  return [base, tuned].some(({ model }) => name.toLowerCase().includes(model.toLowerCase()));
}
