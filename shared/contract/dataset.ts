import { z } from 'zod';
import {
  builtDatasetSchema,
  clusterSchema,
  datasetCountsSchema,
  datasetSampleSchema,
  differenceSchema,
  fateSchema,
  formatIds,
  funnelSteps,
  piiValueSchema,
  recipeParts,
  recipeSchema,
  sides,
} from '../domain/dataset.ts';
import { patternSchema } from '../domain/personal-data.ts';
import { maxSampleIdLength } from '../domain/sample.ts';
import { call } from './call.ts';

const nothing = z.void();
const sampleId = z.string().min(1).max(maxSampleIdLength);
const datasetId = z.string().regex(/^[0-9a-f]{64}$/);
const page = { offset: z.int().nonnegative(), limit: z.int().min(1).max(100) };

/** Datasets: what a recipe would give, and what was built. */
export const datasetCalls = {
  /**
   * What a recipe gives now. All samples are read first where something has changed since, which `dataset.surveying`
   * tells; asking anew stops the question before it.
   */
  'dataset.count': call(recipeSchema, datasetCountsSchema),
  'dataset.stopCount': call(nothing, nothing),
  /** Why a sample is in, or why it is out; null when it is not here. */
  'dataset.fate': call(z.object({ recipe: recipeSchema, sampleId }), fateSchema.nullable()),
  /**
   * Samples by what becomes of them: on a side, or stopped at a step (for one reason, by its key); or those of the dataset
   * that are alike or of one conversation, by one of them.
   */
  'dataset.samples': call(
    z.object({
      recipe: recipeSchema,
      of: z.union([
        z.object({ side: z.enum(sides) }),
        z.object({ step: z.enum(funnelSteps), reason: z.string().nullable() }),
        z.object({ group: sampleId }),
      ]),
      ...page,
    }),
    z.object({ total: z.int(), samples: z.array(datasetSampleSchema) }),
  ),
  /** The exact text of a sample in a format, as a file has it; null with a reason where the format cannot hold it. */
  'dataset.line': call(
    z.object({ recipe: recipeSchema, sampleId, format: z.enum(formatIds) }),
    z.object({ text: z.string().nullable(), reason: z.string().nullable() }),
  ),
  /** Samples that say nearly the same, the largest groups first. */
  'dataset.clusters': call(
    z.object({ recipe: recipeSchema, ...page }),
    z.object({ total: z.int(), clusters: z.array(clusterSchema) }),
  ),
  /** What looks like personal data in examples, for a person to confirm: by kind, the most frequent values first. */
  'dataset.personalData': call(
    z.object({ recipe: recipeSchema, kind: z.string().nullable(), ...page }),
    z.object({ total: z.int(), values: z.array(piiValueSchema) }),
  ),
  /**
   * What patterns take of a text: `end` is exclusive, both in UTF-16 units.
   *
   * @throws AssayError invalid-input for a name that cannot be a kind, or a pattern that does not compile or finds nothing
   */
  'dataset.tryPatterns': call(
    z.object({ patterns: z.array(patternSchema), text: z.string().max(10_000) }),
    z.object({ found: z.array(z.object({ start: z.int(), end: z.int() })) }),
  ),
  /** Those whose folders are here, the newest first; and those whose manifest cannot be read any more. */
  'dataset.list': call(
    nothing,
    z.object({
      datasets: z.array(builtDatasetSchema),
      unreadable: z.array(z.object({ id: z.string(), folder: z.string() })),
    }),
  ),
  /** Removes the files of a dataset; what it held out stays held out. */
  'dataset.remove': call(z.object({ id: datasetId }), nothing),
  /** Files of a dataset that are not as they were built. */
  'dataset.verify': call(
    z.object({ id: datasetId }),
    z.object({ changes: z.array(z.object({ path: z.string(), what: z.enum(['missing', 'changed', 'added']) })) }),
  ),
  /** What came, left and changed between two datasets: all counts, and the first differences. */
  'dataset.diff': call(
    z.object({ before: datasetId, after: datasetId, limit: z.int().min(0).max(1_000) }),
    z.object({
      came: z.int(),
      left: z.int(),
      changed: z.int(),
      /** By reason, over all. */
      because: z.record(z.string(), z.int()),
      differences: z.array(differenceSchema),
      /** In what the recipes differ. */
      recipe: z.array(z.enum(recipeParts)),
    }),
  ),
} as const;
