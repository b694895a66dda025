import { z } from 'zod';
import { estimateSchema, runFileSchema, runSides } from './run.ts';

/** What is looked at before a run, in the order in which a person reads it. */
export const preflightChecks = [
  'access',
  'clock',
  'deadline',
  'newcomer',
  'model',
  'method',
  'dataset',
  'file',
  'length',
  'holdout',
  'repeat',
  'cost',
] as const;
export type PreflightCheck = (typeof preflightChecks)[number];

/** refused: it cannot work, and nothing can be begun. */
export const preflightLevels = ['ok', 'warning', 'refused'] as const;

export const preflightLineSchema = z.object({
  check: z.enum(preflightChecks),
  level: z.enum(preflightLevels),
  /** A sentence: what was found. */
  message: z.string(),
  /** A sentence: what to do, or what else would work. Null where there is nothing to do. */
  remedy: z.string().nullable(),
  /** The page that it rests on. */
  source: z.url().nullable(),
});
export type PreflightLine = z.infer<typeof preflightLineSchema>;

/** Everything that is known before anything is sent but questions. */
export const preflightSchema = z.object({
  lines: z.array(preflightLineSchema),
  datasetName: z.string(),
  files: z.partialRecord(z.enum(runSides), runFileSchema),
  /** Null where the files could not be read. */
  estimate: estimateSchema.nullable(),
  /** What a person must type before it begins, because it costs much or nobody knows how much; null for nothing. */
  confirm: z.string().nullable(),
});
export type Preflight = z.infer<typeof preflightSchema>;

export function isRefused({ lines }: Preflight): boolean {
  return lines.some(({ level }) => level === 'refused');
}
