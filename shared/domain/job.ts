import { z } from 'zod';
import { formatIds, recipeSchema } from './dataset.ts';
import { errorReportSchema } from './error-report.ts';
import { timestampSchema } from './sample.ts';

export const jobKinds = ['import', 'dataset', 'finetune', 'evaluation'] as const;
export type JobKind = (typeof jobKinds)[number];

/** waiting → running → done | failed | cancelled; what was running when Assay ended is found as interrupted. */
export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled', 'interrupted'] as const;
export type JobState = (typeof jobStates)[number];

/** `done` and `total` share `unit`; `total` is null while it cannot be known. `note` is a short sentence. */
export const jobProgressSchema = z.object({
  done: z.number(),
  total: z.number().nullable(),
  unit: z.enum(['bytes', 'samples', 'steps', 'answers']),
  note: z.string(),
  /** Waits for a server that did not answer, and resumed asks it at once. */
  waits: z.boolean().optional(),
});
export type JobProgress = z.infer<typeof jobProgressSchema>;

/** A line of a job's log. `seq` counts from 1 over all runs of the job; where lines were dropped it leaps. */
export const jobLogLineSchema = z.object({
  seq: z.int().min(1),
  at: z.string(),
  level: z.enum(['info', 'warning', 'error']),
  text: z.string(),
});
export type JobLogLine = z.infer<typeof jobLogLineSchema>;

export const importFormats = ['ndjson', 'csv'] as const;
export const importParamsSchema = z.object({
  path: z.string().min(1),
  /** Null: told from the file's name, then from its first bytes. */
  format: z.enum(importFormats).nullable(),
});
export type ImportParams = z.infer<typeof importParamsSchema>;

/** Where a line of a file was not taken, and why: the field as a path, null when it is about the whole line. */
export const refusedLineSchema = z.object({ line: z.int(), field: z.string().nullable(), reason: z.string() });
export type RefusedLine = z.infer<typeof refusedLineSchema>;

export const importResultSchema = z.object({
  lines: z.int(),
  inserted: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  /** Lines that were not taken; each is in the report file with line, field and reason. */
  rejected: z.int(),
  /** The first of them; imports of before did not keep it. */
  firstRejected: refusedLineSchema.nullable().default(null),
  /** Rows that brought a verdict from before Assay. */
  legacy: z.int(),
  reportPath: z.string().nullable(),
});
export type ImportResult = z.infer<typeof importResultSchema>;

/** Strict: a filter under a wrong name would otherwise let everything through. */
export const exportFiltersSchema = z.strictObject({
  approvedOnly: z.boolean().optional(),
  /** Overrides both thresholds of the workspace's gate: overall and every criterion. */
  minQualityScore: z.number().min(1).max(5).optional(),
  agent: z.string().optional(),
  /** The sample carries every one of them. */
  tags: z.array(z.string()).optional(),
  /** Bounds of `created_at`: from inclusive, to exclusive. */
  from: timestampSchema.optional(),
  to: timestampSchema.optional(),
});
export type ExportFilters = z.infer<typeof exportFiltersSchema>;

/** `jsonl` is the guide's name for OpenAI's chat format. */
export const exportFormats = ['jsonl', ...formatIds] as const;

export const exportParamsSchema = z.strictObject({
  outputPath: z.string().min(1),
  format: z.enum(exportFormats),
  filters: exportFiltersSchema,
});
export type ExportParams = z.infer<typeof exportParamsSchema>;

/**
 * What an export took and left. `samples` are those that agent, tags and dates select: included + excluded. Counts by
 * reason (keys as `reasonKey` makes them) may exceed `excluded`: a sample can stay out for several reasons.
 */
export const exportCountsSchema = z.object({
  samples: z.int(),
  included: z.int(),
  corrected: z.int(),
  /** Drafts that a person rejected, in a format that has a place for them: rows beside the included ones. */
  rejected: z.int().default(0),
  legacy: z.int(),
  excluded: z.int(),
  reasons: z.record(z.string(), z.int()),
  /** Included examples without any system message, by agent: settings can give each agent its prompt. */
  withoutSystemPrompt: z.record(z.string(), z.int()),
  /** Places where personal data was replaced by a token, by kind. */
  redactions: z.record(z.string(), z.int()),
});
export type ExportCounts = z.infer<typeof exportCountsSchema>;

export const exportResultSchema = exportCountsSchema.extend({
  outputPath: z.string(),
  bytes: z.int(),
  sha256: z.string().length(64),
});
export type ExportResult = z.infer<typeof exportResultSchema>;

/** The dataset that was built; the same labels give the one that is there. */
export const datasetResultSchema = z.object({ id: z.string(), folder: z.string(), examples: z.int() });
export type DatasetResult = z.infer<typeof datasetResultSchema>;

/** `name` is what a list calls it. */
export const runParamsSchema = z.object({ runId: z.uuid(), name: z.string() });
/** The tuned model by its provider's name, and what it was billed by. */
export const runResultSchema = z.object({ model: z.string().nullable(), trainedTokens: z.int().nullable() });
export type RunResult = z.infer<typeof runResultSchema>;

/** Its name names no model: whoever judges may read it. */
export const evaluationParamsSchema = z.object({ evaluationId: z.uuid(), name: z.string() });
/** Items with both answers. */
export const evaluationResultSchema = z.object({ items: z.int() });

const jobBase = z.object({
  id: z.string(),
  state: z.enum(jobStates),
  progress: jobProgressSchema.nullable(),
  error: errorReportSchema.nullable(),
  /** Asked to stop, and not at its end yet. */
  stopping: z.boolean().optional(),
  /** Not done, and nothing is left to go on with: what it has begun elsewhere has ended. */
  over: z.boolean().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export const jobSchema = z.discriminatedUnion('kind', [
  jobBase.extend({ kind: z.literal('import'), params: importParamsSchema, result: importResultSchema.nullable() }),
  jobBase.extend({ kind: z.literal('dataset'), params: recipeSchema, result: datasetResultSchema.nullable() }),
  jobBase.extend({ kind: z.literal('finetune'), params: runParamsSchema, result: runResultSchema.nullable() }),
  jobBase.extend({
    kind: z.literal('evaluation'),
    params: evaluationParamsSchema,
    result: evaluationResultSchema.nullable(),
  }),
]);
export type Job = z.infer<typeof jobSchema>;

/** What a job is about: a path, or a name that a person gave. */
export function subjectOf(job: Job): string {
  return job.kind === 'import' ? job.params.path : job.params.name;
}
