import { useDeferredValue, useMemo } from 'react';
import { type ExperimentPlan, metrics } from '../../shared/domain/experiment.ts';
import { criterionText, type PlanOutlook as Means, planOutlook } from '../../shared/rules/experiment-plan-words.ts';
import { metricNames } from '../../shared/rules/experiment-words.ts';
import { useSync } from '../stores/sync.ts';
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
  // The days of an experiment are the server's.
  const ahead = useSync(({ status }) => status?.clockAheadMs ?? 0);
  const { size, bottleneck, ...when } = useMemo(() => planOutlook(plan), [plan]);
  return (
    <>
      <p>
        <b>{size}</b> {bottleneck}
      </p>
      <p>{whenText(plan, when, Date.now() - ahead)}</p>
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

function whenText({ days }: ExperimentPlan, { day, firstLook }: Pick<Means, 'day' | 'firstLook'>, now: number): string {
  const on = (end: number) => `on ${date(new Date(now + end * dayMs).toISOString())} if it starts today`;
  if (day === days) return `The first look, after ${days} days, has that chance: ${on(days)}.`;
  if (firstLook === null) return 'A year would not be enough. Expect more, ask for less, or bring more traffic.';
  const planned = `The look after ${day} days, and none before it, has that chance: ${on(day ?? 0)}.`;
  if (day !== null && day <= firstLook) return planned;
  const sooner = `With ${firstLook} days until the result opens, the first look has it: ${on(firstLook)}.`;
  return `${day === null ? 'None of its looks within a year has that chance.' : planned} ${sooner}`;
}
