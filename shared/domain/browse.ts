import { z } from 'zod';
import { decisions } from './label.ts';
import type { QueueId } from './queue.ts';
import { scaleIds } from './rubric.ts';

export const sampleStatuses = ['unlabeled', 'labeled', 'skipped', 'flagged'] as const;
export type SampleStatus = (typeof sampleStatuses)[number];

/** Filters of the sample browser, of the loop and of the counts: all given ones must hold. */
export const sampleFilterSchema = z.object({
  /** A team's queue: what this labeler holds of it, and what they made of that there. Without one, their own queue. */
  queue: z.uuid().optional(),
  /** Full text: words of query and answer; every word must occur, the last one may be unfinished. */
  text: z.string().max(400).optional(),
  agent: z.string().optional(),
  intent: z.string().optional(),
  tag: z.string().optional(),
  conversationId: z.string().optional(),
  status: z.enum(sampleStatuses).optional(),
  decision: z.enum(decisions).optional(),
  hasCorrection: z.boolean().optional(),
  /** Bounds of the draft's score on one scale, both inclusive. */
  score: z.object({ scale: z.enum(scaleIds), min: z.number(), max: z.number() }).optional(),
  minConfidence: z.number().min(0).max(1).optional(),
  maxConfidence: z.number().min(0).max(1).optional(),
  /** ISO 8601 bounds of `created_at`: from inclusive, to exclusive. */
  from: z.string().optional(),
  to: z.string().optional(),
});
export type SampleFilter = z.infer<typeof sampleFilterSchema>;

export const sampleSorts = ['newest', 'oldest', 'least_confident', 'last_labeled'] as const;
export type SampleSort = (typeof sampleSorts)[number];

/** The filter that names a queue. */
export function inQueue(queueId: QueueId): SampleFilter {
  return queueId === null ? {} : { queue: queueId };
}

/** One row of the browser: enough to recognise the sample, not its whole text. */
export const sampleSummarySchema = z.object({
  sampleId: z.string(),
  createdAt: z.string(),
  agent: z.string(),
  intent: z.string().nullable(),
  /** Null in a team's queue, where nothing may steer the verdict; so is `legacy` false there, and `team` empty. */
  confidence: z.number().nullable(),
  tags: z.array(z.string()),
  /** The first 240 characters of query and answer. */
  query: z.string(),
  response: z.string(),
  decision: z.enum(decisions).nullable(),
  overall: z.number().nullable(),
  hasCorrection: z.boolean(),
  skipped: z.boolean(),
  flagged: z.boolean(),
  legacy: z.boolean(),
  /** What labelers of the team say, each decision once: a lead has the labels of all, a labeler their own. */
  team: z.array(z.enum(decisions)),
});
export type SampleSummary = z.infer<typeof sampleSummarySchema>;
