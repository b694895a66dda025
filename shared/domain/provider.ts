import { z } from 'zod';

/** `compatible`: any other server whose API has the shape of OpenAI's. */
export const providerKinds = ['openai', 'nebius', 'compatible'] as const;
export type ProviderKind = (typeof providerKinds)[number];

export const trainingMethods = ['supervised', 'dpo'] as const;
export type TrainingMethod = (typeof trainingMethods)[number];

/** What servers of one shape differ in. */
export const capabilitiesSchema = z.object({
  /** Preference tuning (DPO) beside supervised tuning. */
  dpo: z.boolean(),
  /** Takes a large file in parts; else every file travels as one. */
  parts: z.boolean(),
  /** Keeps what a job is marked with, and lists jobs by it. */
  metadata: z.boolean(),
  /** In bytes. */
  largestFile: z.int().positive(),
  /** Tokens of one example; what is beyond is cut. Null is not known. */
  longestExample: z.int().positive().nullable(),
});

/** A day on which something ends, and the page that says so. */
export const noticeSchema = z.object({ day: z.iso.date(), source: z.url() });

export const providerIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** A server that fine-tunes and answers. Its key is not here: only the keyring has it. */
export const providerSchema = z.object({
  id: providerIdSchema,
  kind: z.enum(providerKinds),
  name: z.string().trim().min(1).max(80),
  /** Up to and with the version: `https://api.openai.com/v1`. */
  baseUrl: z.string().max(2_000),
  capabilities: capabilitiesSchema,
  /** The last day on which anybody can begin a job; null where no end is announced. */
  newJobsUntil: noticeSchema.nullable(),
});
export type Provider = z.infer<typeof providerSchema>;

/** A server of one's own, as a person enters it. */
export const ownProviderSchema = providerSchema.extend({ kind: z.literal('compatible') });

/** keyring and memory as in a sign-in: memory is gone when Assay closes. */
export const keyStates = ['none', 'keyring', 'memory'] as const;
export const listedProviderSchema = providerSchema.extend({ key: z.enum(keyStates) });
export type ListedProvider = z.infer<typeof listedProviderSchema>;

/** A model as its server lists it. */
export const servedModelSchema = z.object({
  name: z.string(),
  /** ISO 8601. */
  createdAt: z.string().nullable(),
  ownedBy: z.string().nullable(),
  /** The day on which it stops to answer, as the server announces it. */
  shutdown: z.string().nullable(),
});
export type ServedModel = z.infer<typeof servedModelSchema>;
