import { z } from 'zod';

const share = z.number().min(0).max(1).nullable();

/**
 * How an agent has done lately, over the conversations in this workspace: what a plan begins with. Null where nothing is
 * known.
 */
export const agentTrafficSchema = z.object({
  conversations: z.int().nonnegative(),
  perDay: z.number().nullable(),
  /** The part of them whose customer said how content they were. */
  answered: share,
  approval: share,
  edits: share,
  violations: share,
  csatDeviation: z.number().nullable(),
});
export type AgentTraffic = z.infer<typeof agentTrafficSchema>;
