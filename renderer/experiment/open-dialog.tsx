import type { ExperimentStanding, LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { unreviewedText } from '../../shared/rules/live-experiment-words.ts';
import { ask } from '../client.ts';
import { ConfirmChange } from './confirm-change.tsx';
import css from './deploy.module.css';

type Props = { experiment: LiveExperiment; standing: ExperimentStanding; look: number; onClose: () => void };

/** Opens a look at the result, once verdicts are in: what comes later is not in it. */
export function OpenDialog({ experiment: { id, plan }, standing, look, onClose }: Props) {
  const unreviewed = unreviewedText(plan, standing);
  return (
    <ConfirmChange
      title={`Open the result of “${plan.name}”`}
      submit="Open the result"
      busy="Opening…"
      onConfirm={() => ask('experiment.open', { id, look })}
      onClose={onClose}
    >
      <p>
        It counts what is known of its conversations now, for everybody and for good. Whoever looked again as verdicts
        come in would find effects where there are none.
      </p>
      {unreviewed === null ? null : <p className={css['next']}>{unreviewed}</p>}
    </ConfirmChange>
  );
}
