import { z } from 'zod';
import { timestampSchema } from './sample.ts';

/** A change of what an agent answers with while no experiment says otherwise. */
export const modelChangeSchema = z.object({
  at: timestampSchema,
  /** The name of the lead who made it. */
  by: z.string(),
  /** Null before the first model that was ever set. */
  from: z.string().nullable(),
  to: z.string(),
  why: z.string(),
  /** The experiment that it follows from. */
  experimentId: z.uuid().nullable(),
});
export type ModelChange = z.infer<typeof modelChangeSchema>;

/** What an agent answers with, and the change that made it so. */
export const activeModelSchema = modelChangeSchema.extend({ agent: z.string() });
export type ActiveModel = z.infer<typeof activeModelSchema>;
