import { useDeferredValue, useMemo } from 'react';
import { type ExperimentPlan, metrics } from '../../shared/domain/experiment.ts';
import { criterionText, planOutlook } from '../../shared/rules/experiment-plan-words.ts';
import { metricNames } from '../../shared/rules/experiment-words.ts';
import { date } from '../ui/format.ts';
import css from './plan.module.css';

/** What a plan asks for, in words, and how long it takes; what it lacks while it is none. */
export function PlanOutlook({ plan }: { plan: ExperimentPlan | string }) {
  // Its sizes take a search: typing does not wait for it.
  const settled = useDeferredValue(plan);
  return (
    <section className={css['outlook']} aria-label="What this plan means" aria-live="polite">
      {typeof settled === 'string' ? <p className={css['soft']}>{settled}</p> : <Outlook plan={settled} />}
    </section>
  );
}

function Outlook({ plan }: { plan: ExperimentPlan }) {
  const { day, size, bottleneck } = useMemo(() => planOutlook(plan), [plan]);
  return (
    <>
      <p>
        <b>{size}</b> {bottleneck}
      </p>
      <p>{whenText(plan, day)}</p>
      <dl className={css['criteria']}>
        {metrics.map((metric) => (
          <div key={metric}>
            <dt>{metricNames[metric]}</dt>
            <dd>{criterionText(metric, plan)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

const dayMs = 86_400_000;

function whenText({ days }: ExperimentPlan, day: number | null): string {
  if (day === null) return 'A year would not be enough. Expect more, ask for less, or bring more traffic.';
  const end = date(new Date(Date.now() + day * dayMs).toISOString());
  const look = day === days ? `The first look, after ${days} days,` : `The look after ${day} days, and none before it,`;
  return `${look} has that chance: on ${end} if it starts today.`;
}
