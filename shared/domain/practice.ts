import { z } from 'zod';
import { decisions, editReasons, skipReasons } from './label.ts';
import { criterionIds, scoreSchema } from './rubric.ts';
import { sampleRowSchema } from './sample.ts';

const expectedScore = z.union([scoreSchema, z.array(scoreSchema).min(1)]);

/** One explained practice item: a sample, what to do, the expected verdict and why. */
export const practiceItemSchema = z.object({
  sample: sampleRowSchema,
  teaches: z.string(),
  task: z.string(),
  expected: z.object({
    scores: z.partialRecord(z.enum(criterionIds), expectedScore),
    overall: expectedScore,
    decision: z.enum(decisions),
    reasons: z.array(z.enum(editReasons)).optional(),
    /** Skipping with this reason is right as well: the item teaches when not to judge. */
    skip: z.enum(skipReasons).optional(),
  }),
  explain: z.string(),
});
export type PracticeItem = z.infer<typeof practiceItemSchema>;
