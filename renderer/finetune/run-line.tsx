import type { Run } from '../../shared/domain/run.ts';
import { amountText } from '../../shared/rules/readiness-costs.ts';
import panes from '../styles/panes.module.css';
import { dateTime } from '../ui/format.ts';
import { PhaseMark } from './phase-mark.tsx';
import { ProgressBar } from './progress-bar.tsx';
import css from './run-line.module.css';
import { useRunJob } from './use-run-job.ts';

/** A run in the list: what is tuned on what, where it is, and what it costs. */
export function RunLine({ run }: { run: Run }) {
  const { plan, provider, datasetName, createdAt, cost, estimate } = run;
  const { stuck, share } = useRunJob(run);
  const price =
    cost !== null
      ? amountText(cost, estimate.currency)
      : estimate.amount === null
        ? 'cost not known'
        : `about ${amountText(estimate.amount, estimate.currency)}`;
  return (
    <>
      <b className={css['model']} title={plan.model}>
        {plan.model}
      </b>
      <span className={css['standing']}>
        <PhaseMark run={run} stuck={stuck} />
        <span className={panes['about']}>{price}</span>
      </span>
      <span className={panes['about']}>
        {dateTime(createdAt)}, {datasetName}, {provider.name}
      </span>
      {share === null ? null : <ProgressBar label={`Progress of ${plan.model}`} share={share} />}
    </>
  );
}
