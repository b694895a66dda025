import { z } from 'zod';
import { countedReadinessSchema } from '../domain/readiness.ts';
import { maxSampleIdLength } from '../domain/sample.ts';
import { call } from './call.ts';

const nothing = z.void();
const sampleId = z.string().min(1).max(maxSampleIdLength);

/** Whether the data is ready for a fine-tune: each criterion of the guide, on the dataset that is planned here. */
export const readinessCalls = {
  /** Counts everything; `dataset.surveying` tells how far. A count of a dataset stops it, and `dataset.stopCount`. */
  'readiness.count': call(nothing, countedReadinessSchema),
  /** What was counted last, at the prices and assumptions of now; null before the first count. */
  'readiness.reckon': call(nothing, countedReadinessSchema.nullable()),
  /** The corrections of these samples that count now, whole; what has none any more is left out. */
  'readiness.corrections': call(
    z.object({ sampleIds: z.array(sampleId).min(1).max(100) }),
    z.array(z.object({ sampleId, query: z.string(), draft: z.string(), correction: z.string() })),
  ),
  /** Writes what was counted last as one HTML file; only where a person chose. */
  'readiness.report': call(
    z.object({ path: z.string().min(1).max(4_096) }),
    z.object({ path: z.string(), bytes: z.int() }),
  ),
} as const;
