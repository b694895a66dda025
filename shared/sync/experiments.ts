import { z } from 'zod';
import { armNames, armTallySchema } from '../domain/experiment.ts';
import { placed, time } from './feeds.ts';

/** What the team's server tells leads of experiments, and of the model that each agent answers with. */

/** What of an experiment's plan the server goes by; it keeps the rest as it was saved. Shares are in basis points. */
export const experimentPlanSchema = z.looseObject({
  name: z.string().min(1).max(200),
  /** As samples carry it in `source.agent_name`. */
  agent: z.string().min(1).max(200),
  days: z.int().min(1).max(365),
  /** Of the smaller arm's conversations, how many are reviewed; of the larger one as many in number. Without it, all. */
  review_share: z.int().min(1).max(10_000).optional(),
  /** Both arms, each once; their shares add up to 10,000. */
  arms: z
    .array(
      z.object({
        name: z.enum(armNames),
        model: z.string().min(1).max(200),
        share: z.int().min(1).max(9_999),
      }),
    )
    .length(2),
});
export type ExperimentPlan = z.infer<typeof experimentPlanSchema>;

export const experimentStates = ['planned', 'running', 'stopped', 'decided'] as const;
export const experimentVerdicts = ['ship', 'do_not_ship'] as const;

/**
 * A look at the result of an experiment, as it was when a lead opened it: what was known then of the conversations that it sees,
 * summed up. `look` counts from 0, see `experimentLook`.
 */
const lookRowSchema = z.object({
  look: z.int().nonnegative(),
  opened_at: time,
  opened_by: z.uuid(),
  arms: z.object({ control: armTallySchema, treatment: armTallySchema }),
});

export const experimentRowSchema = placed.extend({
  experiment_id: z.uuid(),
  state: z.enum(experimentStates),
  plan: experimentPlanSchema,
  created_by: z.uuid(),
  created_at: time,
  started_at: time.nullable(),
  /** When the planned days are over; it runs on until a lead stops it or decides. */
  ends_at: time.nullable(),
  stopped_at: time.nullable(),
  decided_at: time.nullable(),
  verdict: z.enum(experimentVerdicts).nullable(),
  reason: z.string().nullable(),
  looks: z.array(lookRowSchema),
});
export type ExperimentRow = z.infer<typeof experimentRowSchema>;

/** A conversation that has met an experiment, and what is known of it by now: null is not known. */
export const outcomeRowSchema = placed.extend({
  exposure_id: z.uuid(),
  experiment_id: z.uuid(),
  conversation_id: z.string(),
  arm: z.enum(armNames),
  exposed_at: time,
  /** Whether a verdict stands on any of its turns. The next two are known of reviewed conversations alone. */
  reviewed: z.boolean(),
  /** Whether every reviewed turn was approved as it was. */
  approved: z.boolean().nullable(),
  edited: z.boolean().nullable(),
  /** From 1 to 5. */
  csat: z.number().nullable(),
  violation: z.boolean().nullable(),
  intent: z.string().nullable(),
  at: time,
});
export type OutcomeRow = z.infer<typeof outcomeRowSchema>;

/** What an agent answers with while no experiment says otherwise, and the change that made it so. */
export const activeModelRowSchema = placed.extend({
  agent: z.string(),
  model: z.string(),
  since: time,
  set_by: z.uuid(),
  from_model: z.string().nullable(),
  why: z.string(),
  experiment_id: z.uuid().nullable(),
});
export type ActiveModelRow = z.infer<typeof activeModelRowSchema>;
