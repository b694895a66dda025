import { z } from 'zod';
import { timestampSchema } from './sample.ts';

/**
 * The guide's criteria, each measured once a conversation. `approval`: approved without an edit; `edits`: edited; `violations`:
 * broke a policy; each a share. `csat`: what the customer answered, 1 to 5.
 */
export const metrics = ['approval', 'edits', 'csat', 'violations'] as const;
export type Metric = (typeof metrics)[number];

/** Control is what serves today. */
export const armNames = ['control', 'treatment'] as const;
export type ArmName = (typeof armNames)[number];

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);
const properShare = z.number().gt(0).lt(1);

/** Basis points of the conversations: so many of the buckets of the server's `assay.sticky_bucket`. */
const arm = <Name extends ArmName>(name: Name) =>
  z.object({ name: z.literal(name), model: z.string().min(1), share: z.int().min(1).max(9_999) });

/** Bar: by how much the treatment must be better. Expected: by how much it probably is, which the plan's power rests on. */
const improvement = (most: number) =>
  z
    .object({ bar: z.number().min(0).max(most), expected: z.number().gt(0).max(most) })
    .refine(({ bar, expected }) => expected > bar, { message: 'expects no more than the bar asks for' });

/** Shares as fractions (.05 is 5 percentage points), CSAT in steps of its scale. */
export const experimentCriteriaSchema = z.object({
  approval: improvement(1),
  edits: improvement(1),
  csat: improvement(4),
  /** The rise that would still be accepted: treatment must surely stay below it. */
  violations: z.object({ margin: properShare }),
});
export type ExperimentCriteria = z.infer<typeof experimentCriteriaSchema>;

/** The guide's bars, with effects that can be told from them. */
export const guideCriteria: ExperimentCriteria = {
  approval: { bar: 0.05, expected: 0.08 },
  edits: { bar: 0.05, expected: 0.08 },
  csat: { bar: 0.2, expected: 0.4 },
  violations: { margin: 0.005 },
};

/** What control is known to reach before the experiment. */
const baselineSchema = z.object({
  approval: properShare,
  edits: properShare,
  violations: properShare,
  /** Standard deviation of CSAT, whose scale allows 2 at most. */
  csatDeviation: z.number().gt(0).max(2),
});

const trafficSchema = z.object({
  /** Conversations of the agent a day, in both arms together. */
  perDay: z.number().gt(0),
  /** The part of them whose customer says how content they are. */
  answered: z.number().gt(0).max(1),
});

/** What a lead decides before the experiment starts, and what nobody changes while it runs. */
export const experimentPlanSchema = z
  .object({
    name: z.string().trim().min(1),
    agent: z.string().min(1),
    arms: z.tuple([arm('control'), arm('treatment')]),
    /** Until the first look at the result. */
    days: z.int().min(1).max(365).default(14),
    /** How much of the smaller arm is reviewed, in basis points; of the larger one as many conversations. The server's name. */
    review_share: z.int().min(1).max(10_000).default(10_000),
    criteria: experimentCriteriaSchema.default(guideCriteria),
    baseline: baselineSchema,
    traffic: trafficSchema,
  })
  .refine(({ arms: [control, treatment] }) => control.share + treatment.share === 10_000, {
    path: ['arms'],
    message: 'shares that do not add up to 10,000',
  })
  .refine(({ criteria, baseline }) => baseline.approval + criteria.approval.expected <= 1, {
    path: ['criteria', 'approval'],
    message: 'expects more than all conversations to be approved',
  })
  .refine(({ criteria, baseline }) => baseline.edits >= criteria.edits.expected, {
    path: ['criteria', 'edits'],
    message: 'expects fewer than no edits',
  });
export type ExperimentPlan = z.infer<typeof experimentPlanSchema>;

/** Count, sum and sum of squares of a metric over conversations where it is known; shares count 0 and 1. */
const sumsSchema = z.object({ n: count, sum: z.number().nonnegative(), sumSq: z.number().nonnegative() });

export const tallySchema = z.record(z.enum(metrics), sumsSchema);
export type Tally = z.infer<typeof tallySchema>;

const intentTallySchema = z.object({ intent: z.string().nullable(), exposures: count, metrics: tallySchema });

/** What is known of one arm: `exposures` are its conversations, `intents` the same by intent (null: not named, or rare). */
export const armTallySchema = z.object({
  exposures: count,
  metrics: tallySchema,
  intents: z.array(intentTallySchema),
});
export type ArmTally = z.infer<typeof armTallySchema>;

const valueSchema = z.object({ n: count, value: z.number() });

/** A metric in both arms. A value is null where nothing is known, the difference where nothing can be said of it. */
export const comparisonSchema = z.object({
  metric: z.enum(metrics),
  control: valueSchema.nullable(),
  treatment: valueSchema.nullable(),
  /** Treatment minus control; `confidence` is that of this look's two-sided interval. */
  difference: z.object({ estimate: z.number(), low: z.number(), high: z.number(), confidence: properShare }).nullable(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const metricVerdicts = ['passed', 'failed', 'open'] as const;
export type MetricVerdict = (typeof metricVerdicts)[number];

export const experimentVerdicts = ['ship', 'do_not_ship', 'keep_running'] as const;
export type ExperimentVerdict = (typeof experimentVerdicts)[number];

/** The arms did not get the conversations that they were meant to get: nothing else can be trusted. */
const sampleRatioSchema = z.object({
  status: z.literal('sample_ratio'),
  exposures: z.record(z.enum(armNames), count),
  p: share,
});

/** What all conversations by a moment tell beside a reading that counts fewer of them. */
export const watchSchema = z.object({
  until: timestampSchema,
  harms: z.array(z.enum(metrics)),
  /** Null while the arms get what they were meant to get. */
  sampleRatio: sampleRatioSchema.nullable(),
});
export type Watch = z.infer<typeof watchSchema>;

/** What an experiment tells on a day. */
export const experimentReadingSchema = z.discriminatedUnion('status', [
  sampleRatioSchema,
  /** Before the first look: only what is surely worse with the treatment. */
  z.object({ status: z.literal('locked'), opensAt: timestampSchema, harms: z.array(z.enum(metrics)) }),
  /** The days of a look are over and nobody has opened it: no more is told than before. */
  z.object({
    status: z.literal('due'),
    harms: z.array(z.enum(metrics)),
    /** Arms that no conversation has come to: while there is one, there is nothing to open. */
    empty: z.array(z.enum(armNames)),
  }),
  z.object({
    status: z.literal('read'),
    /** The whole days that the last look saw, and its moment. Nothing that came later is in it. */
    day: count,
    lookedAt: timestampSchema,
    nextLookAt: timestampSchema,
    verdict: z.enum(experimentVerdicts),
    /** In the order of `metrics`. */
    metrics: z.array(comparisonSchema.extend({ verdict: z.enum(metricVerdicts) })),
    /** Where to look for causes, most conversations first. So many comparisons find something by chance: they decide nothing. */
    intents: z.array(z.object({ intent: z.string().nullable(), exposures: count, metrics: z.array(comparisonSchema) })),
    /** Until the first look that decides, if all stays as it was; null where decided, and where no look ahead would. */
    more: z.object({ conversations: count, days: count }).nullable(),
  }),
]);
export type ExperimentReading = z.infer<typeof experimentReadingSchema>;
export type MetricReading = (ExperimentReading & { status: 'read' })['metrics'][number];
