import type { Comparison, ExperimentPlan, ExperimentReading, Metric, MetricReading } from '../domain/experiment.ts';
import { barOf, gain } from './experiment-metric.ts';
import { figure, percentage, type Scale } from './figure.ts';
import { counted, dayText, listed, number, sentence } from './readiness-words.ts';

export const metricNames: Record<Metric, string> = {
  approval: 'Approval',
  edits: 'Edits',
  csat: 'CSAT',
  violations: 'Policy violations',
};

/** Inside a sentence. */
const inText = (metric: Metric): string => (metric === 'csat' ? metricNames.csat : metricNames[metric].toLowerCase());

const isText = (metric: Metric): string =>
  `${inText(metric)} ${metric === 'edits' || metric === 'violations' ? 'are' : 'is'}`;

type Criteria = Pick<ExperimentPlan, 'criteria'>;
type Difference = NonNullable<Comparison['difference']>;

/** Of what is rare a tenth of a percent is much. */
const scales: Record<Metric, Scale> = {
  approval: percentage,
  edits: percentage,
  csat: { times: 1, digits: 2 },
  violations: { times: 100, digits: 2 },
};

function signed(metric: Metric, difference: number, limits: readonly number[]): string {
  const size = figure(difference, scales[metric], limits).replace('-', '');
  return Number(size) === 0 ? size : `${difference < 0 ? '−' : '+'}${size}`;
}

/** The value of an arm: a share in percent, CSAT as it is. */
export function valueText(metric: Metric, value: number): string {
  const text = figure(value, scales[metric], []);
  return metric === 'csat' ? text : `${text} %`;
}

const withUnit = (metric: Metric, text: string): string => (metric === 'csat' ? text : `${text} points`);

/** `+8.0 points (+6.2 to +9.8)`. The estimate is held against the bar, its interval against zero as well. */
export function differenceText(metric: Metric, { estimate, low, high }: Difference, plan: Criteria): string {
  const bar = barOf(metric, plan);
  const [from, to] = [low, high].map((bound) => signed(metric, bound, [0, bar]));
  return `${withUnit(metric, signed(metric, estimate, [bar]))} (${from} to ${to})`;
}

/** What a criterion asks for: `bar of +5.0 points`. */
export function barText(metric: Metric, plan: Criteria): string {
  const bar = barOf(metric, plan);
  return `${metric === 'violations' ? 'margin' : 'bar'} of ${withUnit(metric, signed(metric, bar, [bar]))}`;
}

/** What a look says of a metric, in a sentence. */
export function metricText(reading: MetricReading, plan: Criteria): string {
  const { metric, control, treatment, difference } = reading;
  if (!control || !treatment)
    return `Nothing is known of ${inText(metric)} in ${control ? 'the treatment' : 'control'}.`;
  const values = `${valueText(metric, treatment.value)} against ${valueText(metric, control.value)}`;
  if (!difference) return `${values}: too few to compare.`;
  return `${values}, ${differenceText(metric, difference, plan)}: ${findingText(reading, difference, plan)}.`;
}

function findingText({ metric, verdict }: MetricReading, difference: Difference, plan: Criteria): string {
  const asked = barText(metric, plan);
  if (metric === 'violations') {
    return { passed: 'surely below', failed: 'surely beyond', open: 'not surely below' }[verdict].concat(
      ` the ${asked}`,
    );
  }
  const { low, high } = gain(metric, difference);
  if (verdict === 'passed') return `past the ${asked} and clear of zero`;
  if (verdict === 'failed') return high < 0 ? 'surely worse' : `surely short of the ${asked}`;
  if (low <= 0) return 'not clear of zero';
  return `surely better, short of the ${asked} so far`;
}

/** A reading in words: a title of few, and the reason in a sentence. */
export function readingText(
  reading: ExperimentReading,
  plan: Pick<ExperimentPlan, 'criteria' | 'arms'>,
): { title: string; reason: string } {
  switch (reading.status) {
    case 'sample_ratio':
      return { title: 'Not readable', reason: ratioText(reading, plan) };
    case 'locked':
      return lockedText(reading);
    case 'due':
      return dueText(reading);
    case 'read':
      return verdictText(reading, plan);
  }
}

export function ratioText(
  { exposures }: Pick<ExperimentReading & { status: 'sample_ratio' }, 'exposures'>,
  { arms }: Pick<ExperimentPlan, 'arms'>,
): string {
  const meant = arms.map(({ share }) => number(share / 100)).join(' to ');
  return (
    `${counted(exposures.control, 'conversation')} came to control and ${number(exposures.treatment)} to the treatment, ` +
    `and ${meant} was meant: something decides who is seen, and no comparison can be trusted. ` +
    'Find what loses or repeats the conversations of one arm, and begin a new experiment.'
  );
}

function lockedText({ harms, opensAt }: ExperimentReading & { status: 'locked' }): { title: string; reason: string } {
  if (harms.length === 0) {
    const day = dayText(opensAt.slice(0, 10), true);
    return { title: 'Locked', reason: `No metric is surely worse; the result can be opened from ${day} on.` };
  }
  return { title: 'Harm', reason: harmText(harms) };
}

function dueText({ harms, empty }: ExperimentReading & { status: 'due' }): { title: string; reason: string } {
  if (empty.length > 0) {
    const arms = empty.length === 2 ? 'either arm' : empty[0] === 'control' ? 'control' : 'the treatment';
    return {
      title: 'Nothing to compare',
      reason: `The planned days are over, and no conversation has come to ${arms}. See that the agent’s server asks for an arm and answers by it.`,
    };
  }
  const due = 'The planned days are over: opening the result tells how the arms compare, and fixes what it counts.';
  if (harms.length === 0) return { title: 'Ready to be opened', reason: due };
  return { title: 'Harm', reason: `${harmText(harms)} ${due}` };
}

export const harmText = (harms: readonly Metric[]): string =>
  sentence(`surely worse with the treatment: ${listed(harms.map(inText))}`);

function verdictText(
  { verdict, metrics, day, more }: ExperimentReading & { status: 'read' },
  plan: Criteria,
): { title: string; reason: string } {
  switch (verdict) {
    case 'ship':
      return {
        title: 'Ship',
        reason:
          'Approval, edits and CSAT are past their bars and clear of zero, and policy violations surely below their margin.',
      };
    case 'do_not_ship': {
      const failed = metrics.flatMap((reading) =>
        reading.verdict === 'failed' && reading.difference
          ? `${isText(reading.metric)} ${findingText(reading, reading.difference, plan)}, ${differenceText(reading.metric, reading.difference, plan)}`
          : [],
      );
      return { title: 'Do not ship', reason: sentence(failed.join('; ')) };
    }
    case 'keep_running': {
      const until =
        more === null
          ? 'more of the same would hardly settle it'
          : `about ${counted(more.conversations, 'more conversation')} from day ${day} to day ${day + more.days} settle it if all stays as it is`;
      return { title: 'Keep running', reason: sentence(`${openText(metrics)} cannot be told yet; ${until}`) };
    }
  }
}

/** The metrics of which a look says neither. */
export function openText(metrics: readonly MetricReading[]): string {
  return listed(metrics.flatMap(({ metric, verdict }) => (verdict === 'open' ? inText(metric) : [])));
}
