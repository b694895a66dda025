import { useEffect, useState } from 'react';
import type { ActiveModel } from '../../shared/domain/active-model.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { useLeading } from '../stores/sync.ts';
import { useView } from '../stores/view.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { ListBox } from '../ui/list-box.tsx';
import { attempt } from '../ui/notice.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { useListFocus } from '../ui/use-list-focus.ts';
import { ActiveModels } from './active-models.tsx';
import css from './deploy.module.css';
import { ExperimentDetail } from './experiment-detail.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { hintsOf, possibleOf } from './possible.ts';
import { SetBackNotice } from './set-back-notice.tsx';
import { choose, chosenOf, followDeploy, loadDeploy, standingOf, useDeploy } from './store.ts';
import { stateText } from './words.ts';

const toPlan: Hint = [['deploy.new'], 'plan an experiment'];

/** Which model an agent answers with: experiments on live conversations, and the roll-out that follows from one. */
export function DeployScreen() {
  const leading = useLeading();
  return leading ? <Deploy /> : <NoTeam />;
}

function Deploy() {
  const list = useDeploy((deploy) => deploy.list);
  const [planning, setPlanning] = useState(false);
  const kept = useFocusKept<HTMLDivElement>((screen) => screen.querySelector('[role="listbox"], button'));
  useEffect(() => void attempt(loadDeploy), []);
  useEffect(followDeploy, []);
  const plan = () => setPlanning(true);
  useCommands({ 'deploy.new': plan });
  return (
    <Frame
      footer={<DeployHints />}
      left={list && list.experiments.length > 0 ? <span>{plural(list.experiments.length, 'experiment')}</span> : null}
    >
      {list === null ? (
        <section aria-label="Deploy" aria-busy="true" />
      ) : (
        <div {...kept} className={css['screen']}>
          <SetBackNotice />
          {list.experiments.length === 0 ? (
            <NoExperiment active={list.activeModels} onPlan={plan} />
          ) : (
            <Panes onPlan={plan} />
          )}
          {planning ? <PlanDialog experiment={null} onClose={() => setPlanning(false)} /> : null}
        </div>
      )}
    </Frame>
  );
}

function DeployHints() {
  const state = useDeploy();
  const experiment = chosenOf(state);
  const possible = experiment && possibleOf(experiment, standingOf(state, experiment.id));
  return <Hints hints={possible ? [...hintsOf(possible), toPlan] : [toPlan]} />;
}

function Panes({ onPlan }: { onPlan: () => void }) {
  const state = useDeploy();
  const experiment = chosenOf(state);
  const { part } = useListFocus(true);
  const { experiments = [], unreadable = 0, activeModels = [] } = state.list ?? {};
  return (
    <div className={panes['panes']}>
      <section ref={part} className={panes['left']} aria-label="Experiments">
        <ListBox
          label={plural(experiments.length, 'experiment')}
          items={experiments}
          keyOf={({ id }) => id}
          at={Math.max(
            0,
            experiments.findIndex(({ id }) => id === experiment?.id),
          )}
          onChoose={(index) => {
            const id = experiments[index]?.id;
            if (id !== undefined) void attempt(() => choose(id));
          }}
          onOpen={() => document.querySelector<HTMLElement>('[data-detail]')?.focus()}
          end={
            <div className={css['below']}>
              <div>
                <Button onClick={onPlan}>
                  Plan an experiment… <Key command="deploy.new" />
                </Button>
              </div>
              {unreadable > 0 ? (
                <p className={css['soft']}>
                  {plural(unreadable, 'plan')} of a program that this one does not know{' '}
                  {unreadable === 1 ? 'is' : 'are'} not shown. Update Assay to see {unreadable === 1 ? 'it' : 'them'}.
                </p>
              ) : null}
            </div>
          }
        >
          {(one) => (
            <>
              <b className={css['name']}>{one.plan.name}</b>
              <span className={css['about']}>
                {one.plan.agent} · {stateText(one)}
              </span>
            </>
          )}
        </ListBox>
        <div className={css['serving']}>
          <ActiveModels models={activeModels} experiments={experiments} />
        </div>
      </section>
      {experiment ? <ExperimentDetail key={experiment.id} experiment={experiment} /> : null}
    </div>
  );
}

type NoExperimentProps = { active: readonly ActiveModel[]; onPlan: () => void };

function NoExperiment({ active, onPlan }: NoExperimentProps) {
  return (
    <EmptyState
      title="No experiment yet"
      actions={
        <Button look="primary" onClick={onPlan}>
          Plan an experiment… <Key command="deploy.new" />
        </Button>
      }
    >
      <p>
        An experiment compares two models on an agent’s live conversations: what serves today, and what may come after
        it. Every conversation is given an arm by the team’s server and keeps it. Customers, reviewers and policy checks
        then say which is better, without knowing which it was.
      </p>
      <p className={css['next']}>
        You set the bars before it starts, and open the result when the planned days are over: ship, do not ship, or
        keep running. Until then only harm is told. The engineer of the agent finds what to call in{' '}
        <code>resources/supabase/serving-agent.md</code>, among the files that the team’s project was made from.
      </p>
      {active.length === 0 ? null : (
        <div className={css['next']}>
          <ActiveModels models={active} experiments={[]} />
        </div>
      )}
    </EmptyState>
  );
}

function NoTeam() {
  const go = useView((view) => view.go);
  return (
    <Frame footer={<Hints hints={[]} />}>
      <EmptyState
        title="An experiment needs a team"
        actions={
          <Button look="primary" onClick={() => go('team')}>
            To the team <Key command="go.team" />
          </Button>
        }
      >
        <p>
          Two models are compared on live conversations by the server that your agent asks before it answers: it gives
          each conversation its arm, and keeps what became of it. A workspace of your own has no such server.
        </p>
        <p className={css['next']}>
          Join a team as a lead, by an invite of another lead. To found one, set up a Supabase project with the files of{' '}
          <code>resources/supabase</code> in Assay’s sources; the README there says how.
        </p>
      </EmptyState>
    </Frame>
  );
}
