import { useState } from 'react';
import type { ActiveModel } from '../../shared/domain/active-model.ts';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { Button } from '../ui/button.tsx';
import { date } from '../ui/format.ts';
import css from './deploy.module.css';
import { RollOutDialog } from './roll-out-dialog.tsx';

type Props = { models: readonly ActiveModel[]; experiments: readonly LiveExperiment[] };

/** What each agent answers with while no experiment says otherwise, since when, by whom and why. */
export function ActiveModels({ models, experiments }: Props) {
  const [changing, setChanging] = useState<ActiveModel | null>(null);
  return (
    <section aria-labelledby="active-title">
      <h2 id="active-title" className={css['eyebrow']}>
        Active models
      </h2>
      {models.length === 0 ? (
        <p className={css['soft']}>None is set: each agent answers with the model that is built into it.</p>
      ) : (
        <ul aria-labelledby="active-title">
          {models.map((active) => (
            <li key={active.agent} className={css['active']}>
              <b className={css['name']}>{active.agent}</b>
              <code className={css['model']}>{active.to}</code>
              <span className={css['soft']}>
                since {date(active.at)}, by {active.by}
                {ofExperiment(active, experiments)}:
              </span>
              <span className={css['why']}>{active.why}</span>
              <span className={css['aligned']}>
                <Button
                  look="quiet"
                  aria-label={`${changeText(active)} ${active.agent}`}
                  onClick={() => setChanging(active)}
                >
                  {changeText(active)}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {changing ? (
        <RollOutDialog
          agent={changing.agent}
          model={changing.from ?? ''}
          experiment={null}
          onClose={() => setChanging(null)}
        />
      ) : null}
    </section>
  );
}

const changeText = ({ from }: ActiveModel) => (from === null ? 'Change…' : 'Change or roll back…');

function ofExperiment({ experimentId }: ActiveModel, experiments: readonly LiveExperiment[]): string {
  const experiment = experiments.find(({ id }) => id === experimentId);
  return experiment ? `, after “${experiment.plan.name}”` : '';
}
