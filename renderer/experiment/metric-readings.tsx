import type {
  Comparison,
  ExperimentPlan,
  Metric,
  MetricReading,
  MetricVerdict,
} from '../../shared/domain/experiment.ts';
import type { ReadinessVerdict } from '../../shared/domain/readiness.ts';
import { differencePlot, differenceWidth } from '../../shared/plots/difference.ts';
import { metricNames, metricText, valueText } from '../../shared/rules/experiment-words.ts';
import { PlotImage } from '../readiness/plot.tsx';
import { VerdictMark } from '../readiness/verdict-mark.tsx';
import { count } from '../ui/format.ts';
import { useWidth } from '../ui/use-width.ts';
import css from './deploy.module.css';

const marks: Record<MetricVerdict, { verdict: ReadinessVerdict; word: string }> = {
  passed: { verdict: 'met', word: 'passed' },
  failed: { verdict: 'not met', word: 'failed' },
  open: { verdict: 'cannot tell', word: 'open' },
};

type Props = { readings: readonly MetricReading[]; plan: ExperimentPlan };

/** Each metric in both arms, the difference with its interval and its bar, and what the look says of it. */
export function MetricReadings({ readings, plan }: Props) {
  return (
    <section aria-labelledby="metrics-title">
      <h3 id="metrics-title" className={css['section']}>
        Treatment against control
        <small>each interval at this look’s own confidence, so that all looks together rarely err</small>
      </h3>
      <ul>
        {readings.map((reading) => (
          <MetricEntry key={reading.metric} reading={reading} plan={plan} />
        ))}
      </ul>
    </section>
  );
}

function MetricEntry({ reading, plan }: { reading: MetricReading; plan: ExperimentPlan }) {
  const { metric, control, treatment, difference, verdict } = reading;
  const { part, width } = useWidth<HTMLDivElement>(differenceWidth);
  const plot = differencePlot(reading, plan, width);
  return (
    <li className={css['metric']}>
      <div>
        <h4>{metricNames[metric]}</h4>
        <VerdictMark {...marks[verdict]} />
        <dl className={css['values']}>
          <Value name="Control" metric={metric} value={control} />
          <Value name="Treatment" metric={metric} value={treatment} />
        </dl>
      </div>
      <div ref={part}>
        <p>{metricText(reading, plan)}</p>
        {plot ? <PlotImage plot={plot} /> : null}
        {difference ? <p className={css['soft']}>{(100 * difference.confidence).toFixed(1)} % interval</p> : null}
      </div>
    </li>
  );
}

function Value({ name, metric, value }: { name: string; metric: Metric; value: Comparison['control'] }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value ? `${valueText(metric, value.value)}, n ${count(value.n)}` : 'not known'}</dd>
    </div>
  );
}
