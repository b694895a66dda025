import { z } from 'zod';

/** The built-in criteria, in the order in which they are scored. */
export const criterionIds = ['factuality', 'helpfulness', 'tone', 'policy', 'completeness'] as const;

/** What a digit key can score: the criteria, then the overall rating. */
export const scaleIds = [...criterionIds, 'overall'] as const;
export type ScaleId = (typeof scaleIds)[number];

export const scoreSchema = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export type Score = z.infer<typeof scoreSchema>;
export const scoreValues: readonly Score[] = [1, 2, 3, 4, 5];

const anchorSchema = z.object({
  '1': z.string().min(1),
  '2': z.string().min(1),
  '3': z.string().min(1),
  '4': z.string().min(1),
  '5': z.string().min(1),
});

const scaleSchema = z.object({ name: z.string().min(1), question: z.string().min(1), anchors: anchorSchema });

/** A versioned list of criteria, each 1-5 with a written anchor per score, plus the overall rating. */
export const rubricSchema = z.object({
  version: z.int().positive(),
  criteria: z.array(scaleSchema.extend({ id: z.enum(criterionIds) })).length(criterionIds.length),
  overall: scaleSchema,
});
export type Rubric = z.infer<typeof rubricSchema>;
export type Scale = z.infer<typeof scaleSchema>;

/** The scale behind an id: one of the criteria, or the overall rating. */
export function scaleOf(rubric: Rubric, id: ScaleId): Scale {
  if (id === 'overall') return rubric.overall;
  const found = rubric.criteria.find((criterion) => criterion.id === id);
  if (!found) throw new RangeError(`rubric ${rubric.version} has no criterion ${id}`);
  return found;
}

/** Scores of one text on every scale. */
export const scoresSchema = z.object({
  factuality: scoreSchema,
  helpfulness: scoreSchema,
  tone: scoreSchema,
  policy: scoreSchema,
  completeness: scoreSchema,
  overall: scoreSchema,
});
export type Scores = z.infer<typeof scoresSchema>;

export const partialScoresSchema = scoresSchema.partial();
export type PartialScores = z.infer<typeof partialScoresSchema>;

/** The scales that have no score yet, in scoring order. */
export function unscored(scores: PartialScores): ScaleId[] {
  return scaleIds.filter((id) => scores[id] === undefined);
}
