import { createHash } from 'node:crypto';
import { z } from 'zod';
import { formatIds, funnelSchema, recipeSchema, sides } from '../../../../shared/domain/dataset.ts';
import { AssayError } from '../../../../shared/errors.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const countSchema = z.int().nonnegative();

/** A file of a dataset, inside its folder: `format` and `side` are null for what is no training data. */
const fileSchema = z.object({
  path: z.string().regex(/^(?!\.\.?(\/|$))[\w.-]+(\/(?!\.\.?(\/|$))[\w.-]+)*$/),
  format: z.enum(formatIds).nullable(),
  side: z.enum(sides).nullable(),
  rows: countSchema,
  bytes: countSchema,
  sha256: sha256Schema,
});
export type DatasetFile = z.infer<typeof fileSchema>;

/**
 * What a dataset is. No time, place or name of a machine is in it: the same labels give the same manifest, and its
 * SHA-256 is the dataset's id.
 */
const manifestSchema = z.object({
  manifest: z.literal(1),
  tool: z.object({ name: z.literal('assay'), version: z.string() }),
  recipe: recipeSchema,
  /** Of the labels that count. */
  rubricVersions: z.array(z.int()),
  /** Examples by side, and drafts that are there only as examples of what not to say. */
  examples: z.record(z.enum(sides), countSchema),
  rejected: countSchema,
  funnel: funnelSchema,
  /** Examples that a format cannot hold, by `FormatReason`. */
  unformatted: z.record(z.string(), z.record(z.string(), countSchema)),
  /** Of o200k_base, with the overhead of a chat. */
  tokens: z.object({ total: countSchema, median: countSchema, p95: countSchema, most: countSchema }),
  intents: z.array(z.object({ intent: z.string().nullable(), examples: countSchema, collected: countSchema })),
  largestGroup: countSchema,
  /** Groups of samples of one conversation or nearly alike, and prompts as the files have them: each is on one side. */
  proof: z.object({ groups: countSchema, prompts: countSchema }),
  files: z.array(fileSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestName = 'manifest.json';

/** The bytes of a manifest, by which it is known. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifestSchema.parse(manifest), null, 2)}\n`;
}

/** A dataset's id: SHA-256 of its manifest, in hex. Its first sixteen digits name its folder. */
export function datasetId(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export const folderOf = (id: string): string => id.slice(0, 16);

/** @throws AssayError invalid-input when it is no manifest that this version knows */
export function readManifest(text: string, where: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch (error) {
    throw unreadableManifest(where, error);
  }
}

export function unreadableManifest(where: string, cause?: unknown): AssayError {
  return new AssayError(
    {
      kind: 'invalid-input',
      message: `${where} is no manifest of a dataset that this version of Assay knows.`,
      safe: 'Nothing was changed.',
      remedy: 'Name the folder of a dataset, or update Assay if it is from a newer version.',
    },
    { cause },
  );
}
