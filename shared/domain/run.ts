import { z } from 'zod';
import { errorReportSchema } from './error-report.ts';
import { providerIdSchema, providerSchema, trainingMethods } from './provider.ts';

/** A run's files: what is trained on, and what is looked at meanwhile. The hold-out never leaves the machine. */
export const runSides = ['train', 'validation'] as const;
export type RunSide = (typeof runSides)[number];

/** What a person asks for. Null lets the server choose. Bounds are those of OpenAI's API description. */
export const runPlanSchema = z.object({
  datasetId: z.string().regex(/^[0-9a-f]{64}$/),
  providerId: providerIdSchema,
  /** The model to tune, by its server's name. */
  model: z.string().trim().min(1).max(200),
  method: z.enum(trainingMethods),
  epochs: z.int().min(1).max(50).nullable(),
  batchSize: z.int().min(1).max(256).nullable(),
  /** A factor of the server's own rate; at Nebius the rate itself. */
  learningRate: z.number().positive().max(100).nullable(),
  /** How far DPO may go from the base model. */
  beta: z.number().positive().max(2).nullable(),
  seed: z.int().min(0).max(0x7fff_ffff).nullable(),
  /** Becomes part of the tuned model's name. */
  suffix: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,64}$/, 'it is 1 to 64 letters, digits and hyphens')
    .nullable(),
  /** Sends the validation file along. */
  validation: z.boolean(),
});
export type RunPlan = z.infer<typeof runPlanSchema>;

/**
 * A file as it was built. What is sent is held against `sha256`; a server that puts it together from parts compares `md5`,
 * which was taken in the same reading that found the file to be that.
 */
export const runFileSchema = z.object({
  path: z.string(),
  rows: z.int(),
  bytes: z.int(),
  sha256: z.string().length(64),
  md5: z.string().length(32),
});
export type RunFile = z.infer<typeof runFileSchema>;

/** What a run was expected to cost when it was begun. Null is not known, never zero. */
export const estimateSchema = z.object({
  /** Tokens of one pass over the training file, each example cut where the server cuts it. */
  tokens: z.int(),
  epochs: z.int(),
  amount: z.number().nullable(),
  currency: z.string(),
  /** Per million tokens, and the day and page that say so. */
  price: z.object({ perMillion: z.number(), asOf: z.iso.date(), source: z.url() }).nullable(),
});
export type Estimate = z.infer<typeof estimateSchema>;

/** A job as its provider tells it. `status` is the provider's own word: others than those below may come. */
export const remoteJobSchema = z.object({
  jobId: z.string(),
  status: z.string(),
  model: z.string().nullable(),
  trainedTokens: z.int().nullable(),
  /** ISO 8601. */
  estimatedFinish: z.string().nullable(),
  finishedAt: z.string().nullable(),
  /** Passes over the data, where the server chose them. */
  epochs: z.number().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type RemoteJob = z.infer<typeof remoteJobSchema>;

/** The words for an end; every other one, known or not, means that the job goes on. */
export const finalStatuses = ['succeeded', 'failed', 'cancelled'] as const;

/** How a run came to know its job: by the answer to its one request, or by looking for it, or from a person. */
export const foundBy = ['answer', 'run-id', 'file', 'person'] as const;

/**
 * What happened to a run, in order; everything that it is follows from these. Each is on the disk before the next thing is
 * done, so that a killed program knows what it may have caused.
 */
export const runFactSchema = z.discriminatedUnion('what', [
  /** A file begins to be sent in parts. An upload that ran out is begun again, and its parts count no more. */
  z.object({ what: z.literal('upload-begun'), side: z.enum(runSides), uploadId: z.string() }),
  z.object({ what: z.literal('part-sent'), side: z.enum(runSides), partId: z.string() }),
  z.object({ what: z.literal('uploaded'), side: z.enum(runSides), fileId: z.string() }),
  /** The one request that makes the job is about to be sent. There is never a second. */
  z.object({ what: z.literal('create-begun') }),
  z.object({ what: z.literal('created'), jobId: z.string(), by: z.enum(foundBy) }),
  /** The provider read the request and declined: nothing was made. */
  z.object({ what: z.literal('refused'), error: errorReportSchema }),
  /** It was looked for long enough and not found: a person must say. */
  z.object({ what: z.literal('not-found') }),
  /** A person says that there is no job, or no longer cares for it. */
  z.object({ what: z.literal('abandoned') }),
  z.object({ what: z.literal('cancel-begun') }),
  z.object({ what: z.literal('told'), job: remoteJobSchema }),
  /** The tuned model answers, under this name. */
  z.object({ what: z.literal('served'), model: z.string() }),
]);
export type RunFact = z.infer<typeof runFactSchema>;

/** A fact, and when it was written down here: ISO 8601, by this machine's clock. */
export const datedFactSchema = z.object({ at: z.string(), fact: runFactSchema });
export type DatedFact = z.infer<typeof datedFactSchema>;

export const runPhases = [
  /** Its files are being sent; nothing was asked for yet. */
  'uploading',
  /** The request was sent, and what came of it is not known. */
  'unclear',
  /** A person must say what became of the request. */
  'asks',
  /** The job is there and goes on. */
  'following',
  'succeeded',
  'failed',
  'cancelled',
  /** Declined by the provider: nothing was made. */
  'refused',
  'abandoned',
] as const;
export type RunPhase = (typeof runPhases)[number];

export const runEventSchema = z.object({
  id: z.string(),
  at: z.string(),
  level: z.string(),
  message: z.string(),
});
export type RunEvent = z.infer<typeof runEventSchema>;

/** A point of the curves. What the server did not tell is null. */
export const runMetricSchema = z.object({
  step: z.int(),
  /** Of all steps, where the server tells it. */
  steps: z.int().nullable(),
  trainLoss: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  validationLoss: z.number().nullable(),
  validationAccuracy: z.number().nullable(),
});
export type RunMetric = z.infer<typeof runMetricSchema>;

export const runCheckpointSchema = z.object({
  id: z.string(),
  step: z.int(),
  /** The model as it was then, where it can be called. */
  model: z.string().nullable(),
  metrics: runMetricSchema,
});
export type RunCheckpoint = z.infer<typeof runCheckpointSchema>;

/** A run as lists show it. */
export const runSchema = z.object({
  id: z.uuid(),
  plan: runPlanSchema,
  /** As it was then: a profile may change, and what was asked of whom stays. */
  provider: providerSchema,
  datasetName: z.string(),
  files: z.partialRecord(z.enum(runSides), runFileSchema),
  estimate: estimateSchema,
  createdAt: z.string(),
  /** The job of this workspace that does it. */
  jobId: z.uuid().nullable(),
  /** The job at the provider. */
  remoteId: z.string().nullable(),
  phase: z.enum(runPhases),
  /** The one request for its job was sent, or may have been. */
  asked: z.boolean(),
  /** A cancellation was asked for and has not come through yet. */
  cancelling: z.boolean(),
  remote: remoteJobSchema.nullable(),
  /** The name that the tuned model answers to. */
  model: z.string().nullable(),
  /** By what trained tokens cost at the price of the estimate; null while either is not known. */
  cost: z.number().nullable(),
  error: errorReportSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;
