import { useState } from 'react';
import type { Decision, ExperimentStanding, LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { decisionNames, harmsOf, headline } from '../../shared/rules/live-experiment-words.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import css from './deploy.module.css';
import { loadDeploy } from './store.ts';

type Props = { experiment: LiveExperiment; standing: ExperimentStanding; onClose: () => void };

/** Decides an experiment for good, with the reading's own reason to begin with. */
export function DecideDialog({ experiment, standing, onClose }: Props) {
  const { reading } = standing;
  const told = headline(experiment, standing);
  const decided = reading.status === 'read' && reading.verdict !== 'keep_running';
  const harmful = harmsOf(standing).length > 0;
  const ships = decided && reading.verdict === 'ship' && !harmful;
  const [verdict, setVerdict] = useState<Decision>(ships ? 'ship' : 'do_not_ship');
  const [reason, setReason] = useState(decided || harmful ? told.reason : '');
  const decide = async () => {
    await ask('experiment.decide', { id: experiment.id, verdict, reason });
    await loadDeploy();
    announce(`Decided: ${decisionNames[verdict].toLowerCase()}.`);
    onClose();
  };
  return (
    <Dialog title={`Decide “${experiment.plan.name}”`} size="medium" onClose={onClose}>
      <p>
        The reading says: <b>{told.title}.</b> {told.reason}
      </p>
      <p className={css['next']}>
        A decision is for good and ends the experiment: no conversation is given an arm any more. It changes no active
        model; that is a change of its own, and follows.
      </p>
      <Form submit="Decide" busy="Deciding…" onSubmit={decide} others={<Button onClick={onClose}>Cancel</Button>}>
        {reading.status === 'read' ? (
          <Choice label="Decision" value={verdict} options={decisionNames} onChange={setVerdict} />
        ) : (
          <p>
            Decision: <b>{decisionNames[verdict]}</b>. What has no result cannot be shipped.
          </p>
        )}
        <Field label="Reason" value={reason} onChange={setReason} required maxLength={4_000} />
      </Form>
    </Dialog>
  );
}
