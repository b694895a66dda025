import {
  type ArmName,
  type ArmTally,
  armNames,
  type ExperimentPlan,
  type ExperimentReading,
  type ExperimentVerdict,
  type MetricReading,
  metrics,
  type Tally,
  type Watch,
} from '../domain/experiment.ts';
import { sampleRatio } from '../statistics/sample-ratio.ts';
import { noSums, type Sums } from '../statistics/sums.ts';
import { type ExperimentLook, endOfDay, experimentLook, looksMade } from './experiment-looks.ts';
import { compare, metricVerdict } from './experiment-metric.ts';
import { harms } from './experiment-safety.ts';

/** So rare where assignment works that it is broken instead. */
const brokenRatio = 0.001;
/** Nobody waits for a later one: it would take several times the days that are over. */
const looksAhead = 4;

type Arms = Readonly<Record<ArmName, ArmTally>>;
type Read = ExperimentReading & { status: 'read' };

/**
 * What an experiment tells at a moment. A failed sample-ratio check stops every reading. Until the planned days are over
 * only harm is told. After that each look decides as far as its numbers go, see `experimentLook` and `metricVerdict`.
 *
 * @param arms what is known of the conversations up to `countedUntil` that moment, and not of later ones
 */
export function readExperiment(
  plan: ExperimentPlan,
  { startedAt, now }: { startedAt: string; now: string },
  arms: Arms,
): ExperimentReading {
  const broken = sampleRatioOf(plan, arms);
  if (broken) return broken;
  const made = looksMade(plan.days, startedAt, now);
  if (made === 0) {
    const opensAt = endOfDay(startedAt, plan.days);
    return { status: 'locked', opensAt, harms: harms(arms.control.metrics, arms.treatment.metrics) };
  }
  const look = experimentLook(plan.days, made - 1);
  const read = readMetrics(plan, look, arms.control.metrics, arms.treatment.metrics);
  const verdict = overall(read);
  return {
    status: 'read',
    day: look.day,
    lookedAt: endOfDay(startedAt, look.day),
    nextLookAt: endOfDay(startedAt, experimentLook(plan.days, made).day),
    verdict,
    metrics: read,
    intents: readIntents(look, arms),
    more: verdict === 'keep_running' ? untilDecided(plan, made, arms) : null,
  };
}

/**
 * What is told of a look that nobody has opened: no more than before the first one. What it sees still grows by verdicts that
 * come late, and whoever read on meanwhile would look more often than the intervals allow for.
 */
export function unopened(plan: ExperimentPlan, arms: Arms): ExperimentReading {
  const empty = armNames.filter((name) => arms[name].exposures === 0);
  return (
    sampleRatioOf(plan, arms) ?? { status: 'due', harms: harms(arms.control.metrics, arms.treatment.metrics), empty }
  );
}

/** What is told at any time, however much of it a reading counts: the bound of harm holds then, and no number is in it. */
export function watch(plan: ExperimentPlan, until: string, arms: Arms): Watch {
  return { until, harms: harms(arms.control.metrics, arms.treatment.metrics), sampleRatio: sampleRatioOf(plan, arms) };
}

/** Null while the arms got about the conversations that they were meant to get. */
function sampleRatioOf(plan: ExperimentPlan, arms: Arms): Watch['sampleRatio'] {
  const exposures = { control: arms.control.exposures, treatment: arms.treatment.exposures };
  const [, { share }] = plan.arms;
  const p = sampleRatio(exposures.control, exposures.treatment, share / 10_000);
  return p < brokenRatio ? { status: 'sample_ratio', exposures, p } : null;
}

function readMetrics(plan: ExperimentPlan, { alpha }: ExperimentLook, control: Tally, treatment: Tally) {
  return metrics.map((metric): MetricReading => {
    const comparison = compare(metric, control[metric], treatment[metric], alpha);
    return { ...comparison, verdict: metricVerdict(comparison, plan.criteria) };
  });
}

/** One failed criterion decides, and so do all passed. */
function overall(read: readonly MetricReading[]): ExperimentVerdict {
  if (read.some(({ verdict }) => verdict === 'failed')) return 'do_not_ship';
  return read.every(({ verdict }) => verdict === 'passed') ? 'ship' : 'keep_running';
}

function readIntents({ alpha }: ExperimentLook, { control, treatment }: Arms): Read['intents'] {
  const byIntent = Map.groupBy(
    [
      ...control.intents.map((tally) => ({ arm: 'control', tally })),
      ...treatment.intents.map((tally) => ({ arm: 'treatment', tally })),
    ],
    ({ tally }) => tally.intent,
  );
  return [...byIntent]
    .map(([intent, tallies]) => {
      const of = (name: ArmName) => tallies.find(({ arm }) => arm === name)?.tally.metrics;
      return {
        intent,
        exposures: tallies.reduce((sum, { tally }) => sum + tally.exposures, 0),
        metrics: metrics.map((metric) =>
          compare(metric, of('control')?.[metric] ?? noSums, of('treatment')?.[metric] ?? noSums, alpha),
        ),
      };
    })
    .toSorted((a, b) => b.exposures - a.exposures);
}

/** How many more conversations it takes at the traffic so far, if every metric stays as it was: an estimate. */
function untilDecided(plan: ExperimentPlan, made: number, { control, treatment }: Arms): Read['more'] {
  const seen = experimentLook(plan.days, made - 1).day;
  for (let index = made; index < made + looksAhead; index++) {
    const look = experimentLook(plan.days, index);
    const by = look.day / seen;
    if (overall(readMetrics(plan, look, grown(control.metrics, by), grown(treatment.metrics, by))) === 'keep_running')
      continue;
    return { conversations: Math.ceil((by - 1) * (control.exposures + treatment.exposures)), days: look.day - seen };
  }
  return null;
}

function grown(tally: Tally, by: number): Tally {
  const grow = ({ n, sum, sumSq }: Sums): Sums => ({ n: by * n, sum: by * sum, sumSq: by * sumSq });
  const { approval, edits, csat, violations } = tally;
  return { approval: grow(approval), edits: grow(edits), csat: grow(csat), violations: grow(violations) };
}
