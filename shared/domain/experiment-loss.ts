import { z } from 'zod';
import { timestampSchema } from './sample.ts';

/** How a conversation was lost, the worst first. */
export const lossKinds = ['violation', 'rejected', 'edited'] as const;

/** A conversation of an arm that its reviewers or a policy check found wanting, told by one of its samples. */
export const experimentLossSchema = z.object({
  sampleId: z.string(),
  kind: z.enum(lossKinds),
  exposedAt: timestampSchema,
  intent: z.string().nullable(),
  question: z.string(),
  answer: z.string(),
});
export type ExperimentLoss = z.infer<typeof experimentLossSchema>;

/** Where a line of a dataset comes from. */
const lineageSchema = z.object({
  /** The file of the dataset, and the line in it, from 1. */
  file: z.string(),
  line: z.int().positive(),
  /** Whether it trains on the agent's own answer or on a correction. */
  by: z.enum(['draft', 'correction']),
  labels: z.array(z.object({ id: z.string(), labeler: z.string(), at: timestampSchema })),
  /** The lead whose final verdict it is. */
  adjudicatedBy: z.string().nullable(),
});

/** What an arm's model was trained on that is nearest to a sample, and the labels that put it there. */
export const trainedNearbySchema = z.object({
  datasetName: z.string(),
  samples: z.array(
    z.object({
      sampleId: z.string(),
      question: z.string(),
      answer: z.string(),
      /** How much of the sample's question they share, from 0 to 1. */
      share: z.number(),
      lineage: lineageSchema.nullable(),
    }),
  ),
});
export type TrainedNearby = z.infer<typeof trainedNearbySchema>;
