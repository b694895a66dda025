import { z } from 'zod';
import { gateSchema } from '../rules/gate.ts';
import { defaultPersonalData, personalDataSchema } from './personal-data.ts';
import { timestampSchema } from './sample.ts';

/** The formats of a dataset, by what reads them. */
export const formatIds = [
  'openai-chat',
  'openai-preference',
  'trl-sft',
  'trl-prompt-completion',
  'trl-dpo',
  'trl-kto',
  'sharegpt',
  'sharegpt-preference',
  'csv',
  'parquet',
] as const;
export type FormatId = (typeof formatIds)[number];

/** Those that have a place for a draft which a person rejected and nobody corrected. */
export const rejectedFormats: readonly FormatId[] = ['trl-kto', 'csv'];

/** Why an example cannot be a row of a format, though it may be one of another. */
export type FormatReason =
  /** The format trains on an answer that passes the gate, and there is none. */
  | 'no_chosen'
  /** The format compares two answers, and there are no two different ones. */
  | 'no_pair'
  /** A prompt ends with the customer's words or a tool's result, and this one does not. */
  | 'no_question'
  /** A system prompt comes first, and this one comes later or comes twice. */
  | 'system_not_first'
  /** A tool call without a usable name, without arguments that are a JSON object, or not paired with its result. */
  | 'tool_use_malformed'
  /** Turns must alternate, beginning with the customer, and these do not. */
  | 'turns_not_alternating'
  /** An agent's turn says something and calls a tool, and the format has room for one of the two. */
  | 'text_beside_tool_call';

/** Trained on, looked at while training, and untouched until a model is judged. */
export const sides = ['train', 'validation', 'holdout'] as const;
export type Side = (typeof sides)[number];

/** Which samples a dataset is about. Bounds of `created_at`: from inclusive, to exclusive. */
export const datasetFiltersSchema = z.object({
  agent: z.string().nullable(),
  /** The sample carries every one of them. */
  tags: z.array(z.string()),
  from: timestampSchema.nullable(),
  to: timestampSchema.nullable(),
});
export type DatasetFilters = z.infer<typeof datasetFiltersSchema>;

/** `keep_best`: of near duplicates one stays, the best judged. `keep_all`: only exact copies and conflicts go. */
export const nearDuplicatePolicies = ['keep_best', 'keep_all'] as const;

/**
 * Everything that decides what a dataset holds, beside samples and labels: on the same of those it gives the same bytes.
 */
export const recipeSchema = z.object({
  name: z.string().trim().min(1).max(100),
  filters: datasetFiltersSchema,
  gate: gateSchema,
  /** System prompt of each agent: the first message of every example. */
  systemPrompts: z.record(z.string(), z.string().max(100_000)),
  formats: z.array(z.enum(formatIds)).min(1),
  /** Shares of conversations; the rest is trained on. */
  split: z.object({
    seed: z.int().min(0).max(0xffff_ffff),
    validation: z.number().min(0).max(0.5),
    holdout: z.number().min(0).max(0.5),
  }),
  nearDuplicates: z.enum(nearDuplicatePolicies),
  /** What a lead decided about single samples, whatever the rules for duplicates say. */
  choices: z.object({ keep: z.array(z.string()), leaveOut: z.array(z.string()) }),
  personalData: personalDataSchema,
  /** The longest example that the target takes, in tokens of o200k_base with the overhead of a chat. */
  maxTokens: z.int().positive().nullable(),
  /** True where a person has accepted that one group of alike samples is more than a twentieth of the whole. */
  largeGroupAccepted: z.boolean(),
});
export type Recipe = z.infer<typeof recipeSchema>;

/** What of two recipes is compared: a name and an accepted group decide nothing about what is in a dataset. */
export const recipeParts = [
  'filters',
  'gate',
  'nearDuplicates',
  'choices',
  'personalData',
  'split',
  'maxTokens',
  'formats',
  'systemPrompts',
] as const satisfies readonly (keyof Recipe)[];
export type RecipePart = (typeof recipeParts)[number];

/** How far samples come, in order; each step counts those that the steps before it let through. */
export const funnelSteps = ['collected', 'reviewed', 'resolved', 'approved', 'gate', 'deduplicated', 'split'] as const;
export type FunnelStep = (typeof funnelSteps)[number];

export const funnelSchema = z.array(
  z.object({
    step: z.enum(funnelSteps),
    /** Samples that got through it. */
    count: z.int(),
    /** Why others did not, by `reasonKey`; one sample may have several reasons. */
    reasons: z.record(z.string(), z.int()),
  }),
);
export type Funnel = z.infer<typeof funnelSchema>;

/** What a person plans on the dataset screen: the recipe without gate and prompts, which are the workspace's. */
export const datasetPlanSchema = recipeSchema.omit({ gate: true, systemPrompts: true });
export type DatasetPlan = z.infer<typeof datasetPlanSchema>;

export const defaultPlan: DatasetPlan = {
  name: 'Dataset',
  filters: { agent: null, tags: [], from: null, to: null },
  formats: ['openai-chat'],
  split: { seed: 1, validation: 0.1, holdout: 0.1 },
  nearDuplicates: 'keep_best',
  choices: { keep: [], leaveOut: [] },
  personalData: defaultPersonalData,
  maxTokens: null,
  largeGroupAccepted: false,
};

const reasonSchema = z.looseObject({ code: z.string() });

/** What becomes of a sample. `rejected`: it is in the dataset only as an example of what not to say. */
export const fateSchema = z.discriminatedUnion('as', [
  z.object({ as: z.literal('unselected') }),
  z.object({ as: z.enum(['chosen', 'rejected']), side: z.enum(sides) }),
  z.object({ as: z.literal('out'), step: z.enum(funnelSteps), reasons: z.array(reasonSchema) }),
]);
export type Fate = z.infer<typeof fateSchema>;

/** What a recipe gives now. */
export const datasetCountsSchema = z.object({
  funnel: funnelSchema,
  /** Examples on each side. */
  sides: z.record(z.enum(sides), z.int()),
  /** Those whose side earlier datasets have settled: no share and no seed moves them. */
  settled: z.int(),
  /** Drafts that are there only as examples of what not to say. */
  rejected: z.int(),
  /** Examples whose draft a person scored lower than its correction. */
  pairs: z.int(),
  /** The largest group of examples that are alike or of one conversation, and one of them. */
  largestGroup: z.object({ size: z.int(), sampleId: z.string() }).nullable(),
  /** Groups of samples that pass the gate and say nearly the same. */
  clusters: z.int(),
  /** Tokens of o200k_base with the overhead of a chat, over all examples. */
  tokens: z.object({ total: z.int(), median: z.int(), p95: z.int(), most: z.int() }),
  /** By name; null for samples without one. */
  intents: z.array(z.object({ intent: z.string().nullable(), examples: z.int(), collected: z.int() })),
  /** What was found of personal data, by kind: in how many examples, and how many values. */
  personalData: z.array(z.object({ kind: z.string(), examples: z.int(), values: z.int() })),
  /** Examples without a system prompt, by agent. */
  withoutSystemPrompt: z.record(z.string(), z.int()),
});
export type DatasetCounts = z.infer<typeof datasetCountsSchema>;

/** A sample in a list: what it asks and what becomes of it. */
export const datasetSampleSchema = z.object({
  sampleId: z.string(),
  query: z.string(),
  agent: z.string(),
  intent: z.string().nullable(),
  fate: fateSchema,
});
export type DatasetSample = z.infer<typeof datasetSampleSchema>;

/** A value that looks like personal data, for a person to confirm; `around` is the text that it stands in. */
export const piiValueSchema = z.object({
  fingerprint: z.string(),
  kind: z.string(),
  value: z.string(),
  /** In how many examples it stands, and one of them. */
  examples: z.int(),
  sampleId: z.string(),
  around: z.object({ before: z.string(), after: z.string() }),
  /** A person has let it stay. */
  left: z.boolean(),
});
export type PiiValueFound = z.infer<typeof piiValueSchema>;

/** Samples that say nearly the same; `kept` stays, by rule or by choice. */
export const clusterSchema = z.object({
  kept: z.array(z.string()),
  samples: z.array(datasetSampleSchema.extend({ answer: z.string(), overall: z.int().nullable() })),
  /** Of more than are listed. */
  size: z.int(),
});
export type Cluster = z.infer<typeof clusterSchema>;

/**
 * Whether the team's server has a dataset: none in a workspace of one's own and on a labeler's device, which tell nobody;
 * waiting until the server has shown it back.
 */
export const recordedStates = ['none', 'waiting', 'recorded', 'refused'] as const;
export type Recorded = (typeof recordedStates)[number];

/** A dataset that was built. */
export const builtDatasetSchema = z.object({
  id: z.string(),
  name: z.string(),
  folder: z.string(),
  builtAt: z.string(),
  version: z.string(),
  recipe: recipeSchema,
  funnel: funnelSchema,
  examples: z.record(z.enum(sides), z.int()),
  rejected: z.int(),
  tokens: datasetCountsSchema.shape.tokens,
  files: z.array(
    z.object({
      path: z.string(),
      format: z.enum(formatIds).nullable(),
      side: z.enum(sides).nullable(),
      rows: z.int(),
      bytes: z.int(),
      sha256: z.string(),
    }),
  ),
  /** Examples that a format cannot hold, and why. */
  unformatted: z.record(z.string(), z.record(z.string(), z.int())),
  /** Samples in it that the team has erased since; they go only with the whole dataset. */
  erased: z.int(),
  recorded: z.enum(recordedStates),
});
export type BuiltDataset = z.infer<typeof builtDatasetSchema>;

/** What a sample is in one dataset and not in another; reasons by code, or by what is another. */
export const differenceSchema = z.object({
  sample: z.string(),
  what: z.enum(['came', 'left', 'changed']),
  because: z.array(z.string()),
});
export type Difference = z.infer<typeof differenceSchema>;
