import { useMemo, useState } from 'react';
import { v4 as uuidv4 } from 'uuid';
import type { AgentTraffic } from '../../shared/domain/agent-traffic.ts';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { AgentField } from './agent-field.tsx';
import { ModelField } from './model-field.tsx';
import css from './plan.module.css';
import {
  type DraftNumber,
  draftOf,
  filledIn,
  newDraft,
  numberNames,
  type PlanDraft,
  planOf,
  textNames,
} from './plan-draft.ts';
import { PlanOutlook } from './plan-outlook.tsx';
import { activeModelOf, choose, loadDeploy, useDeploy } from './store.ts';

type Props = { experiment: LiveExperiment | null; onClose: () => void };

/** Plans an experiment, or changes the plan of one that has not started. */
export function PlanDialog({ experiment, onClose }: Props) {
  const [draft, setDraft] = useState<PlanDraft>(() => (experiment ? draftOf(experiment.plan) : newDraft()));
  // Once a dialog: where the answer is lost, saving again saves the same experiment.
  const [id] = useState(() => experiment?.id ?? uuidv4());
  const [traffic, setTraffic] = useState<AgentTraffic | null>(null);
  const change = (part: Partial<PlanDraft>) => setDraft((before) => ({ ...before, ...part }));
  const fillIn = async () => {
    const agent = draft.agent.trim();
    if (agent === '') return;
    const known = await ask('experiment.traffic', { agent });
    setTraffic(known);
    const active = activeModelOf(useDeploy.getState().list?.activeModels ?? [], agent);
    setDraft((before) => filledIn(before, known, active?.to ?? null));
  };
  const plan = useMemo(() => planOf(draft), [draft]);
  const save = async () => {
    if (typeof plan === 'string') throw unfit(plan);
    await ask('experiment.save', { id, plan });
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
              onChange={(agent) => change({ agent })}
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
          {traffic ? <p className={css['soft']}>{trafficText(traffic)}</p> : null}
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

function trafficText({ conversations }: AgentTraffic): string {
  if (conversations === 0) return 'No sample here is of this agent, so nothing is filled in.';
  return `What was empty is filled in from ${plural(conversations, 'conversation')} of the agent’s last four weeks here, where they tell it.`;
}

function unfit(message: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message,
    safe: 'Nothing was saved.',
    remedy: 'Correct it, and save again.',
  });
}
