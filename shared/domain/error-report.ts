import { z } from 'zod';
import { errorKinds } from '../errors.ts';

/** An error as it is kept and told: what happened, what is safe, what to do. */
export const errorReportSchema = z.object({
  /** One that a newer version has kept is as good as none that is known. */
  kind: z.enum(errorKinds).catch('internal'),
  message: z.string(),
  safe: z.string(),
  remedy: z.string(),
});
