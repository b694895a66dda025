import { type ReactNode, useState } from 'react';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { decisionNames } from '../../shared/rules/live-experiment-words.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { dateTime, percent } from '../ui/format.ts';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { ConfirmChange } from './confirm-change.tsx';
import { DecideDialog } from './decide-dialog.tsx';
import css from './deploy.module.css';
import { LossesDialog } from './losses-dialog.tsx';
import { OpenDialog } from './open-dialog.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { PlanOutlook } from './plan-outlook.tsx';
import { type Action, possibleOf } from './possible.ts';
import { RollOutDialog } from './roll-out-dialog.tsx';
import { StandingView } from './standing.tsx';
import { activeModelOf, standingOf, useDeploy } from './store.ts';
import { armTitles, stateText } from './words.ts';

/** The chosen experiment: its arms, what it tells, and what can be done about it. */
export function ExperimentDetail({ experiment }: { experiment: LiveExperiment }) {
  const { id, state, plan } = experiment;
  const counted = useDeploy((deploy) => standingOf(deploy, id));
  const active = useDeploy(({ list }) => activeModelOf(list?.activeModels ?? [], plan.agent));
  const [asking, setAsking] = useState<Action | null>(null);
  const close = () => setAsking(null);
  // What is done goes, and so does its button.
  const kept = useFocusKept<HTMLElement>((pane) => pane);
  const due = counted?.due ?? null;
  const possible = possibleOf(experiment, counted);
  const open = (what: Action) => (possible[what] ? setAsking(what) : false);
  useCommands({
    'deploy.edit': () => open('edit'),
    'deploy.start': () => open('start'),
    'deploy.open': () => open('open'),
    'deploy.stop': () => open('stop'),
    'deploy.decide': () => open('decide'),
    'deploy.rollOut': () => open('rollOut'),
    'deploy.losses': () => open('losses'),
  });
  const [control, treatment] = plan.arms;
  const shipped = experiment.decision?.verdict === 'ship';
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section {...kept} className={css['detail']} tabIndex={0} aria-labelledby="experiment-title" data-detail>
      <div className={css['head']}>
        <h2 id="experiment-title" className={css['title']}>
          {plan.name}
        </h2>
        <p className={css['soft']}>
          {plan.agent}, {stateText(experiment)}; planned by {experiment.createdBy} on {dateTime(experiment.createdAt)}
        </p>
        <dl className={css['arms']}>
          {plan.arms.map(({ name, model, share }) => (
            <div key={name}>
              <dt>{armTitles[name]}</dt>
              <dd>
                <code>{model}</code> <span className={css['share']}>{percent(share / 10_000)}</span>
              </dd>
            </div>
          ))}
        </dl>
        <div className={css['actions']}>
          <ActionButton may={possible.start} primary onRun={() => open('start')}>
            Start… <Key command="deploy.start" />
          </ActionButton>
          <ActionButton may={possible.edit} onRun={() => open('edit')}>
            Change the plan… <Key command="deploy.edit" />
          </ActionButton>
          <ActionButton may={possible.open} primary onRun={() => open('open')}>
            {counted?.reading.status === 'read' ? 'Open the next look…' : 'Open the result…'}{' '}
            <Key command="deploy.open" />
          </ActionButton>
          <ActionButton may={possible.decide} primary={state === 'stopped'} onRun={() => open('decide')}>
            Decide… <Key command="deploy.decide" />
          </ActionButton>
          <ActionButton
            may={possible.rollOut}
            primary={shipped && active?.to !== treatment.model}
            onRun={() => open('rollOut')}
          >
            Roll out or back… <Key command="deploy.rollOut" />
          </ActionButton>
          <ActionButton may={possible.losses} onRun={() => open('losses')}>
            Lost conversations… <Key command="deploy.losses" />
          </ActionButton>
          <ActionButton may={possible.stop} onRun={() => open('stop')}>
            Stop… <Key command="deploy.stop" />
          </ActionButton>
        </div>
      </div>
      {experiment.decision ? (
        <p className={css['decided']}>
          <b>Decided: {decisionNames[experiment.decision.verdict].toLowerCase()}.</b> {experiment.decision.reason}
        </p>
      ) : null}
      {state === 'planned' ? <PlanOutlook plan={plan} /> : null}
      {counted ? <StandingView experiment={experiment} standing={counted} /> : null}
      {asking === 'edit' ? <PlanDialog experiment={experiment} onClose={close} /> : null}
      {asking === 'start' ? (
        <ConfirmChange
          title={`Start “${plan.name}”`}
          submit="Start"
          busy="Starting…"
          onConfirm={() => ask('experiment.start', { id, read: plan })}
          onClose={close}
        >
          <p>
            From now on the team’s server gives each new conversation of {plan.agent} an arm:{' '}
            {percent(control.share / 10_000)} are answered by {control.model}, the others by {treatment.model}. The plan
            cannot be changed any more.
          </p>
          {active && active.to !== control.model ? (
            <p className={css['next']}>
              {plan.agent} answers with <code>{active.to}</code> now and not with control’s model: this experiment does
              not compare with what serves today.
            </p>
          ) : null}
        </ConfirmChange>
      ) : null}
      {asking === 'open' && counted && due !== null ? (
        <OpenDialog experiment={experiment} standing={counted} look={due.look} onClose={close} />
      ) : null}
      {asking === 'stop' ? (
        <ConfirmChange
          title={`Stop “${plan.name}”`}
          submit="Stop"
          busy="Stopping…"
          onConfirm={() => ask('experiment.stop', { id })}
          onClose={close}
        >
          <p>
            No conversation is given an arm any more, and it cannot be started again. What was found stays and can be
            decided; a result whose days are not over is never opened.
          </p>
        </ConfirmChange>
      ) : null}
      {asking === 'decide' && counted ? (
        <DecideDialog experiment={experiment} standing={counted} onClose={close} />
      ) : null}
      {asking === 'rollOut' ? (
        <RollOutDialog
          agent={plan.agent}
          model={active?.to === treatment.model ? control.model : treatment.model}
          why={shipped && active?.to !== treatment.model ? experiment.decision?.reason : ''}
          experiment={experiment}
          onClose={close}
        />
      ) : null}
      {asking === 'losses' ? <LossesDialog experiment={experiment} onClose={close} /> : null}
    </section>
  );
}

type ActionButtonProps = { may: boolean; primary?: boolean; onRun: () => void; children: ReactNode };

function ActionButton({ may, primary = false, onRun, children }: ActionButtonProps) {
  if (!may) return null;
  return (
    <Button look={primary ? 'primary' : 'plain'} onClick={onRun}>
      {children}
    </Button>
  );
}
