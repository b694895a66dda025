import { z } from 'zod';
import { experimentStates } from '../sync/experiments.ts';
import { activeModelSchema } from './active-model.ts';
import { decisionSchema } from './live-experiment.ts';
import { timestampSchema } from './sample.ts';

/** Names what was set back, and how far: what a person leaves so is told again only when it is set back further. */
export const setBackMarkSchema = z.object({
  what: z.enum(['experiment', 'agent']),
  /** The experiment's id, or the agent's name. */
  key: z.string(),
  /** When it had come to what is lost. */
  at: timestampSchema,
  /** How far it is now, by a measure of its own kind; −1 where it is gone. */
  far: z.number(),
});
export type SetBackMark = z.infer<typeof setBackMarkSchema>;

/**
 * What leads had decided and the team's server does not know any more, because it was restored to an earlier time. `now` is
 * null where nothing of it is left there.
 */
export const setBackSchema = z.discriminatedUnion('what', [
  z.object({
    what: z.literal('experiment'),
    mark: setBackMarkSchema,
    id: z.uuid(),
    name: z.string(),
    agent: z.string(),
    was: z.object({ state: z.enum(experimentStates), at: timestampSchema, verdict: decisionSchema.nullable() }),
    now: z.enum(experimentStates).nullable(),
  }),
  z.object({
    what: z.literal('agent'),
    mark: setBackMarkSchema,
    was: activeModelSchema,
    /** The model that it answers with. */
    now: z.string().nullable(),
  }),
]);
export type SetBack = z.infer<typeof setBackSchema>;
