import { Fragment } from 'react';
import type { FunnelStep, Funnel as FunnelSteps } from '../../shared/domain/dataset.ts';
import { useInfo } from '../stores/workspace.ts';
import { count } from '../ui/format.ts';
import { BarRow, Bars } from './bars.tsx';
import css from './funnel.module.css';
import { reasonSentence } from './reasons.ts';
import { stepNames, stoppedInAll } from './steps.ts';

type FunnelProps = {
  funnel: FunnelSteps;
  /** Leads to the samples that a step stops for a reason; without it the reasons are only told. */
  onReason?: (step: FunnelStep, reason: string) => void;
};

/** From collected to dataset; before each step, why some did not get through it. */
export function Funnel({ funnel, onReason }: FunnelProps) {
  const rubric = useInfo((info) => info.rubric);
  const of = funnel[0]?.count ?? 0;
  return (
    <Bars label="From collected to the dataset">
      {funnel.map(({ step, count: through, reasons }, index) => (
        <Fragment key={step}>
          {Object.entries(reasons).map(([reason, lost]) => {
            const { why, way } = reasonSentence(reason, rubric);
            return (
              <tr key={reason} className={css['reason']}>
                <th scope="row" colSpan={2}>
                  {onReason ? (
                    <button type="button" title={way ?? undefined} onClick={() => onReason(step, reason)}>
                      {why}
                    </button>
                  ) : (
                    why
                  )}
                </th>
                <td className={css['lost']}>{count(lost)}</td>
              </tr>
            );
          })}
          <InAll stopped={stoppedInAll(funnel, index)} />
          <BarRow name={stepNames[step]} share={of === 0 ? 0 : through / of} value={count(through)} />
        </Fragment>
      ))}
    </Bars>
  );
}

/** Numbers that stand under each other are added up by whoever reads them. */
function InAll({ stopped }: { stopped: number | null }) {
  if (stopped === null) return null;
  return (
    <tr className={css['reason']}>
      <th scope="row" colSpan={2}>
        In all, as some have several of these reasons
      </th>
      <td className={css['lost']}>{count(stopped)}</td>
    </tr>
  );
}
