import type { Run } from '../../shared/domain/run.ts';
import { runCostText } from '../../shared/rules/run-words.ts';
import panes from '../styles/panes.module.css';
import { dateTime } from '../ui/format.ts';
import { PhaseMark } from './phase-mark.tsx';
import { ProgressBar } from './progress-bar.tsx';
import css from './run-line.module.css';
import { useRunJob } from './use-run-job.ts';

type Props = {
  run: Run;
  /** What it is called among the others of the list. */
  name: string;
};

/** A run in the list: what is tuned on what, where it is, and what it costs. */
export function RunLine({ run, name }: Props) {
  const { provider, datasetName, createdAt } = run;
  const { stuck, share } = useRunJob(run);
  return (
    <>
      <b className={css['model']}>{name}</b>
      <span className={css['standing']}>
        <PhaseMark run={run} stuck={stuck} />
        <span className={panes['about']}>{runCostText(run)}</span>
      </span>
      <span className={panes['about']}>
        {dateTime(createdAt)}, {datasetName}, {provider.name}
      </span>
      {share === null ? null : <ProgressBar label={`Progress of ${name}`} share={share} />}
    </>
  );
}
