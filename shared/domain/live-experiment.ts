import { z } from 'zod';
import { experimentStates, experimentVerdicts } from '../sync/experiments.ts';
import { armNames, armTallySchema, experimentPlanSchema, experimentReadingSchema, watchSchema } from './experiment.ts';
import { timestampSchema } from './sample.ts';

const moment = timestampSchema.nullable();

export type ExperimentState = (typeof experimentStates)[number];

/** What a lead decides in the end: what keeps running is not decided. */
export const decisionSchema = z.enum(experimentVerdicts);
export type Decision = z.infer<typeof decisionSchema>;

/** An experiment of the team, as it was at the last sync. Times are the server's. */
export const liveExperimentSchema = z.object({
  id: z.uuid(),
  /** planned: may still be changed. running: gives conversations their arms. stopped: gives none. decided: for good. */
  state: z.enum(experimentStates),
  plan: experimentPlanSchema,
  /** The name of the lead who planned it. */
  createdBy: z.string(),
  createdAt: timestampSchema,
  startedAt: moment,
  stoppedAt: moment,
  decidedAt: moment,
  decision: z.object({ verdict: decisionSchema, reason: z.string() }).nullable(),
  /** The looks that were opened, in their order, by their number from 0: what was known then, which nothing changes any more. */
  looks: z.array(
    z.object({
      look: z.int().nonnegative(),
      openedAt: timestampSchema,
      openedBy: z.string(),
      arms: z.record(z.enum(armNames), armTallySchema),
    }),
  ),
});
export type LiveExperiment = z.infer<typeof liveExperimentSchema>;

const perArm = z.record(z.enum(armNames), z.int().nonnegative());

const countsSchema = z.object({
  exposures: perArm,
  /** Of these, the conversations on which a verdict stands. */
  reviewed: perArm,
});

/** What an experiment that has begun tells now, and on how much that rests. It holds no estimate that is not to be told yet. */
export const experimentStandingSchema = countsSchema.extend({
  reading: experimentReadingSchema,
  /** Whole days since the start: until now, or until it was stopped. */
  day: z.int().nonnegative(),
  /** Conversations up to this moment are counted. */
  countedUntil: timestampSchema,
  /** While it runs and the reading counts no later ones: customers meet the treatment all the same. */
  watch: watchSchema.nullable(),
  /** The look that may be opened, and what is counted for it by now; null while there is none. */
  due: countsSchema.extend({ look: z.int().nonnegative() }).nullable(),
});
export type ExperimentStanding = z.infer<typeof experimentStandingSchema>;
