import { z } from 'zod';

/** An error as it is kept and told: what happened, what is safe, what to do. */
export const errorReportSchema = z.object({
  kind: z.string(),
  message: z.string(),
  safe: z.string(),
  remedy: z.string(),
});
