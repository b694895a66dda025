import { z } from 'zod';
import { time } from './feeds.ts';

/** `assay_day()`: how the work goes, counted over what stands. */
export const daySchema = z.object({
  server_time: time,
  labelers: z.array(
    z.object({
      queue_id: z.uuid(),
      member_id: z.uuid(),
      done: z.int(),
      /** In the last 24 hours. */
      done_today: z.int(),
      remaining: z.int(),
      /** When the first of the open leases ends. */
      lease_until: time.nullable(),
      /** Time at work on what is done: the pace is done by this. */
      active_ms: z.int(),
      corrections: z.int(),
      skips: z.int(),
      returned: z.int(),
      expired: z.int(),
      /** Labels whose decision is not that of everybody else's on the sample. */
      disagreements: z.int(),
      open_questions: z.int(),
      late: z.int(),
      /** Labels given in less time than the fastest reader needs for query and answer. */
      too_fast: z.int(),
      /** Labels with one score on every scale. */
      straight_lined: z.int(),
      last_label_at: time.nullable(),
    }),
  ),
  queues: z.array(z.object({ queue_id: z.uuid(), samples: z.int(), decided: z.int(), disagreements: z.int() })),
  /** Samples that a labeler has flagged. */
  flagged: z.int(),
  /** Verdicts that the team's table would not take. */
  not_written: z.int(),
});
export type Day = z.infer<typeof daySchema>;
