import { useMemo, useState } from 'react';
import { v4 as uuidv4 } from 'uuid';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { attempt } from '../ui/notice.tsx';
import { AgentField } from './agent-field.tsx';
import { ModelField } from './model-field.tsx';
import css from './plan.module.css';
import {
  type DraftNumber,
  draftOf,
  filledIn,
  filledText,
  newDraft,
  numberNames,
  type PlanDraft,
  type Planning,
  textNames,
  withAgent,
} from './plan-draft.ts';
import { PlanOutlook } from './plan-outlook.tsx';
import { planOf } from './plan-read.ts';
import { activeModelOf, choose, loadDeploy, useDeploy } from './store.ts';

type Props = { experiment: LiveExperiment | null; onClose: () => void };

/** Plans an experiment, or changes the plan of one that has not started. */
export function PlanDialog({ experiment, onClose }: Props) {
  const [{ draft, filled }, setPlanning] = useState<Planning>(() => ({
    draft: experiment ? draftOf(experiment.plan) : newDraft(),
    filled: null,
  }));
  // Once a dialog: where the answer is lost, saving again saves the same experiment.
  const [id] = useState(() => experiment?.id ?? uuidv4());
  // What the draft began with: another lead may change the plan meanwhile.
  const [read] = useState(() => experiment?.plan ?? null);
  const change = (part: Partial<PlanDraft>) =>
    setPlanning((before) => ({ ...before, draft: { ...before.draft, ...part } }));
  const fillIn = async () => {
    const agent = draft.agent.trim();
    if (agent === '') return;
    const traffic = await ask('experiment.traffic', { agent });
    const activeModel = activeModelOf(useDeploy.getState().list?.activeModels ?? [], agent)?.to ?? null;
    setPlanning((before) => filledIn(before, { agent, traffic, activeModel }));
  };
  const plan = useMemo(() => planOf(draft), [draft]);
  const save = async () => {
    if (typeof plan === 'string') throw unfit(plan);
    await ask('experiment.save', { id, plan, read });
    await loadDeploy();
    await choose(id);
    announce('The plan is saved.');
    onClose();
  };
  const number = (key: DraftNumber) => (
    <Field
      label={numberNames[key]}
      inputMode="decimal"
      value={draft[key]}
      onChange={(value) => change({ [key]: value })}
      required
    />
  );
  return (
    <Dialog title={experiment ? `Plan “${experiment.plan.name}”` : 'Plan an experiment'} size="large" onClose={onClose}>
      <Form submit="Save the plan" busy="Saving…" onSubmit={save} others={<Button onClick={onClose}>Cancel</Button>}>
        <Field
          label={textNames.name}
          value={draft.name}
          onChange={(name) => change({ name })}
          required
          maxLength={200}
        />
        <fieldset className={css['group']}>
          <legend>What is compared</legend>
          <div className={css['grid']}>
            <AgentField
              value={draft.agent}
              onChange={(agent) => setPlanning((before) => withAgent(before, agent))}
              onLeave={() => void attempt(fillIn)}
            />
            <ModelField
              label={textNames.control}
              agent={draft.agent}
              value={draft.control}
              onChange={(control) => change({ control })}
            />
            <ModelField
              label={textNames.treatment}
              agent={draft.agent}
              value={draft.treatment}
              onChange={(treatment) => change({ treatment })}
            />
            {number('controlShare')}
            {number('days')}
            {number('reviewShare')}
          </div>
        </fieldset>
        <fieldset className={css['group']}>
          <legend>What it must reach</legend>
          <div className={css['grid']}>
            {number('approvalBar')}
            {number('editsBar')}
            {number('csatBar')}
            {number('approvalExpected')}
            {number('editsExpected')}
            {number('csatExpected')}
            {number('violationsMargin')}
          </div>
        </fieldset>
        <fieldset className={css['group']}>
          <legend>How the agent does now</legend>
          {filled ? <p className={css['soft']}>{filledText(filled)}</p> : null}
          <div className={css['grid']}>
            {number('perDay')}
            {number('answered')}
            {number('approval')}
            {number('edits')}
            {number('violations')}
            {number('csatDeviation')}
          </div>
        </fieldset>
        <PlanOutlook plan={plan} />
      </Form>
    </Dialog>
  );
}

function unfit(message: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message,
    safe: 'Nothing was saved.',
    remedy: 'Correct it, and save again.',
  });
}
