import { z } from 'zod';
import { funnelSteps, sides } from '../../../../shared/domain/dataset.ts';

/** Where a line comes from: one record a sample that is in the dataset, by sample id. */
export const lineageSchema = z.object({
  sample: z.string(),
  side: z.enum(sides),
  /** What no other side has: the conversation, and the start of the SHA-256 of the prompt as the files have it. */
  conversation: z.string().nullable(),
  prompt: z.string(),
  /** `rejected`: only as an example of what not to say. */
  as: z.enum(['chosen', 'rejected']),
  by: z.enum(['draft', 'correction']),
  /** SHA-256 of the draft that was judged. */
  draft: z.string(),
  tokens: z.int(),
  /** Its row in each file, from 1; a file that cannot hold it is missing. */
  rows: z.record(z.string(), z.int()),
  /** The labels that say so, the newest first, and who gave them. */
  labels: z.array(z.object({ id: z.string(), labeler: z.string(), at: z.string(), rubric: z.int() })),
  /** A lead's final verdict, and the labels that it saw. */
  adjudication: z.object({ id: z.string(), lead: z.string(), at: z.string(), saw: z.array(z.string()) }).nullable(),
  /** A verdict that came with the sample, from before Assay. */
  legacy: z.boolean(),
  /** Personal data was removed before it came here. */
  piiRedacted: z.boolean(),
  /** How many places were replaced here, by kind. */
  redactions: z.record(z.string(), z.int()),
});
export type Lineage = z.infer<typeof lineageSchema>;

/** A sample that somebody has reviewed and that is not in the dataset, with every reason. */
export const leftOutSchema = z.object({
  sample: z.string(),
  step: z.enum(funnelSteps),
  reasons: z.array(z.looseObject({ code: z.string() })),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

/**
 * A side that a sample was put on by the datasets before this one, here or elsewhere in the team, or a prompt by those
 * before it here; either may have several.
 */
export const ledgerLineSchema = z.union([
  z.object({ sample: z.string(), side: z.enum(sides) }),
  z.object({ prompt: z.string(), side: z.enum(sides) }),
]);
export type LedgerLine = z.infer<typeof ledgerLineSchema>;

export const lineageName = 'lineage.jsonl';
export const leftOutName = 'left-out.jsonl';
export const ledgerName = 'ledger.jsonl';
