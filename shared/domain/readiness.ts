import { z } from 'zod';
import { costSettingsSchema, costsSchema } from './costs.ts';
import { datasetFiltersSchema } from './dataset.ts';
import { editReasons } from './label.ts';
import { criterionIds, scaleIds } from './rubric.ts';

/** The criteria of the guide, in the order in which they are read. */
export const readinessCriteria = [
  'high_quality',
  'approval',
  'trend',
  'corrections',
  'cost',
  're_review',
  'coverage',
  'human_reviewed',
] as const;
export type ReadinessCriterion = (typeof readinessCriteria)[number];

export const readinessVerdicts = ['met', 'not met', 'cannot tell'] as const;
const verdict = z.enum(readinessVerdicts);
export type ReadinessVerdict = z.infer<typeof verdict>;

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** A share with its score interval; `confidence` is that of the two-sided interval. */
const proportionSchema = z.object({ hits: count, n: count, share, low: share, high: share, confidence: share });
export type Proportion = z.infer<typeof proportionSchema>;

const highQualitySchema = z.object({
  criterion: z.literal('high_quality'),
  verdict,
  /** Null where nobody has counted. */
  samples: count.nullable(),
  needed: count,
  ideal: count,
  settle: z.object({ samples: count }).nullable(),
});
export type HighQualityFinding = z.infer<typeof highQualitySchema>;

/** What production ran: null where the samples do not say. */
const versionSchema = z.object({ model: z.string().nullable(), promptVersion: z.string().nullable() });
export type AgentVersion = z.infer<typeof versionSchema>;

/** Labels until the next look, and an estimate of how many until one decides; null: more of the same would not. */
const untilDecidedSchema = z.object({ toNextLook: count, toDecide: count.nullable() });

const weekSchema = proportionSchema.extend({
  /** ISO 8601 week, UTC: `2026-W46`. */
  week: z.string(),
  /** Its Monday: `2026-11-09`. */
  monday: z.string(),
});

const approvalSchema = z.object({
  criterion: z.literal('approval'),
  verdict,
  /** Met below this. */
  bar: share,
  /** The recent half at the last look; before the first look all labels of the version. Null without any. */
  approval: proportionSchema.nullable(),
  version: versionSchema.nullable(),
  /** First-pass labels of this version, and how many of them the last look saw; null before the first look. */
  labels: count,
  lookedAt: count.nullable(),
  weeks: z.array(weekSchema),
  /** Every version that has such labels, newest first: they are never mixed. */
  versions: z.array(versionSchema.extend({ labels: count, approved: count })),
  /** Verdicts that were not counted, by the first reason that applies. */
  leftOut: z.object({ changed: count, notRandom: count, secondLabelers: count, otherVersions: count }),
  settle: untilDecidedSchema.nullable(),
});
export type ApprovalFinding = z.infer<typeof approvalSchema>;

export const trends = ['rising', 'plateaued', 'falling', 'unknown'] as const;
export type Trend = (typeof trends)[number];

const lookSchema = z.object({
  /** Labels that the look saw; its halves are the last 2N of them. */
  labels: count,
  /** The chance of a wrong claim that this look may spend, one-sided. */
  alpha: share,
  older: proportionSchema,
  recent: proportionSchema,
  /** Recent minus older, as shares, each bound one-sided at alpha. */
  gain: z.object({ estimate: z.number(), low: z.number(), high: z.number() }),
  trend: z.enum(trends),
});
export type Look = z.infer<typeof lookSchema>;

const trendSchema = z.object({
  criterion: z.literal('trend'),
  verdict,
  trend: z.enum(trends),
  /** A gain that is surely smaller than this is none. */
  margin: share,
  /** Every look so far, oldest first; the last one decides. */
  looks: z.array(lookSchema),
  settle: untilDecidedSchema.nullable(),
});
export type TrendFinding = z.infer<typeof trendSchema>;

export const patternKinds = [
  'added_sentence',
  'removed_sentence',
  'added_phrase',
  'removed_phrase',
  'replaced_phrase',
  'shorter',
  'longer',
] as const;
export type PatternKind = (typeof patternKinds)[number];

/** What a consistent pattern must have; `labelers` is the one that a lone labeler leaves open. */
export const patternNeeds = ['cases', 'share', 'labelers', 'halves', 'direction'] as const;
export type PatternNeed = (typeof patternNeeds)[number];

const patternSchema = z.object({
  id: z.string(),
  kind: z.enum(patternKinds),
  /** The commonest wording, with ‹name›, ‹number› and ‹address› for what differs; null on the side that has none. */
  removed: z.string().nullable(),
  added: z.string().nullable(),
  /** Where added sentences stand; null for other kinds and where they stand anywhere. */
  place: z.enum(['start', 'end']).nullable(),
  /** The reason that its edits give most often, and the criterion that rises most. */
  reason: z.enum(editReasons).nullable(),
  rises: z.object({ criterion: z.enum(criterionIds), by: z.number() }).nullable(),
  cases: count,
  /** Of all edits. */
  share,
  labelers: count,
  halves: z.tuple([count, count]),
  /** Of the edits that change this, the share that change it this way and not back. */
  sameDirection: share,
  /** met: consistent. cannot tell: all but a second labeler, where there is only one. */
  verdict,
  fails: z.array(z.enum(patternNeeds)),
  /** A line for the system prompt that might do the same; null where none would, or nothing is consistent. */
  promptLine: z.string().nullable(),
  example: z.object({ draft: z.string(), correction: z.string() }).nullable(),
  /** The newest of its samples, newest first. */
  sampleIds: z.array(z.string()),
});
export type CorrectionPattern = z.infer<typeof patternSchema>;

const correctionsSchema = z.object({
  criterion: z.literal('corrections'),
  verdict,
  edits: count,
  /** Too much of it changed to say what: no pattern is looked for in these. */
  rewrites: count,
  labelers: count,
  consistent: count,
  /** The share of edits in which at least one consistent pattern occurs. */
  covered: share,
  promptable: count,
  /** Commonest first, those that are not consistent with what they lack. */
  patterns: z.array(patternSchema),
  settle: z.object({ edits: count, secondLabeler: z.boolean() }).nullable(),
});
export type CorrectionsFinding = z.infer<typeof correctionsSchema>;

const costSchema = z.object({ criterion: z.literal('cost'), verdict, ...costsSchema.shape });
export type CostFinding = z.infer<typeof costSchema>;

const reReviewSchema = z.object({
  criterion: z.literal('re_review'),
  verdict,
  bar: share,
  approved: proportionSchema.nullable(),
  /** How many more at this rate; null where the rate is too close to the bar for any number that somebody would label. */
  settle: z.object({ reReviews: count.nullable() }).nullable(),
});
export type ReReviewFinding = z.infer<typeof reReviewSchema>;

const cellSchema = z.object({
  /** Null stands for all rare intents together. */
  intent: z.string().nullable(),
  inDataset: count,
  collected: count,
  datasetShare: share,
  low: share,
  high: share,
  collectedShare: share,
  thin: z.enum(['few', 'under half']).nullable(),
  /** How many more of it would settle it; zero where it is not thin. */
  more: count,
});
export type CoverageCell = z.infer<typeof cellSchema>;

const coverageSchema = z.object({
  criterion: z.literal('coverage'),
  verdict,
  /** Commonest among all collected first; the rare ones, as one, last. */
  cells: z.array(cellSchema),
  rareIntents: count,
  thin: count,
  /** Null with fewer than two cells. */
  entropy: share.nullable(),
  collectedEntropy: share.nullable(),
  /** Samples that name no intent: no cell holds them. */
  unnamed: z.object({ inDataset: count, collected: count }),
  settle: z.object({ samples: count, intents: z.array(z.string().nullable()) }).nullable(),
});
export type CoverageFinding = z.infer<typeof coverageSchema>;

const humanReviewedSchema = z.object({
  criterion: z.literal('human_reviewed'),
  verdict,
  reviewed: count,
  dataset: count,
  share: share.nullable(),
  settle: z.object({ reviews: count }).nullable(),
});
export type HumanReviewedFinding = z.infer<typeof humanReviewedSchema>;

/** One criterion with its verdict, its numbers, and how much more of what would settle it; null where more would not. */
export const findingSchema = z.discriminatedUnion('criterion', [
  highQualitySchema,
  approvalSchema,
  trendSchema,
  correctionsSchema,
  costSchema,
  reReviewSchema,
  coverageSchema,
  humanReviewedSchema,
]);
export type Finding = z.infer<typeof findingSchema>;

export const funnelSteps = ['collected', 'reviewed', 'resolved', 'approved', 'past_gate', 'after_duplicates'] as const;

export const overallVerdicts = ['ready', 'ready but', 'cannot tell', 'not ready'] as const;
export type OverallVerdict = (typeof overallVerdicts)[number];

/** The readiness page: also what the command line prints and the report holds. */
export const readinessSchema = z.object({
  /** ISO 8601: the moment whose data this is. */
  asOf: z.string(),
  overall: z.enum(overallVerdicts),
  /** One of each criterion, in the guide's order. */
  findings: z.array(findingSchema),
  /** Resolved labels by their score of the draft: index 0 counts score 1. */
  scores: z.record(z.enum(scaleIds), z.array(count).length(5)),
  funnel: z.record(z.enum(funnelSteps), count),
});
export type Readiness = z.infer<typeof readinessSchema>;

/** The finding of a criterion: there is always one. */
export function findingOf<C extends ReadinessCriterion>(
  { findings }: Pick<Readiness, 'findings'>,
  criterion: C,
): Finding & { criterion: C } {
  const found = findings.find((finding): finding is Finding & { criterion: C } => finding.criterion === criterion);
  if (!found) throw new RangeError(`readiness says nothing of ${criterion}`);
  return found;
}

/** A count of readiness with what it rests on. */
export const countedReadinessSchema = z.object({
  readiness: readinessSchema,
  /** Which samples it is about: those of the planned dataset. */
  filters: datasetFiltersSchema,
  costs: costSettingsSchema,
  /** The figures of cost that come from samples and labels. */
  figures: z.object({ trainingTokens: count.nullable(), labelingHours: z.number().nullable() }),
});
export type CountedReadiness = z.infer<typeof countedReadinessSchema>;
export type Funnel = Readiness['funnel'];
export type ScoreCounts = Readiness['scores'];
