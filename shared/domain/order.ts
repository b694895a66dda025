import { z } from 'zod';

/** The orders in which the loop can offer samples; each label stores the one it came from. */
export const orderStrategies = [
  'oldest',
  'newest',
  'least_confident',
  'random',
  'by_intent',
  'by_conversation',
] as const;
export type OrderStrategy = (typeof orderStrategies)[number];

/** `seed` decides the permutation of `random` and is stored with the label; other orders carry none. */
export const loopOrderSchema = z.object({
  strategy: z.enum(orderStrategies),
  seed: z.int().min(0).max(0xffff_ffff).nullable(),
});
export type LoopOrder = z.infer<typeof loopOrderSchema>;
