import type { Evaluation } from '../../shared/domain/comparison.ts';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { useDeciding, useLeading } from '../stores/sync.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, dateTime, plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { ListBox } from '../ui/list-box.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { useListFocus } from '../ui/use-list-focus.ts';
import { EvaluationDetail } from './detail.tsx';
import css from './list.module.css';
import { NewEvaluation } from './new-evaluation.tsx';
import { hintsOf, possibleOf } from './possible.ts';
import { judgeBlind, type Listed, listedOf, loadEvaluations, toJudge, useEvaluations } from './store.ts';
import { TeamDetail } from './team-detail.tsx';

const toPlan: Hint = [['evaluation.new'], 'new evaluation'];

/** Every evaluation of the workspace and of its team, and the chosen one in detail. */
export function ListScreen() {
  const planning = useEvaluations(({ planning }) => planning);
  const { listed, at } = useListed();
  const chosen = listed[at];
  const deciding = useDeciding();
  const leading = useLeading();
  // The first evaluation takes the place of whatever began it.
  const kept = useFocusKept<HTMLDivElement>(
    (screen) => screen.querySelector<HTMLElement>('[role="listbox"]') ?? screen.querySelector('button'),
  );
  const plan = () => useEvaluations.setState({ planning: true });
  useCommands(deciding ? { 'evaluation.new': plan } : {});
  const possible = chosen ? hintsOf(possibleOf(chosen, leading)) : [];
  return (
    <Frame footer={<Hints hints={deciding ? [...possible, toPlan] : possible} />}>
      <div {...kept} className={css['whole']}>
        <Content onPlan={deciding ? plan : null} />
        {planning ? <NewEvaluation onClose={() => useEvaluations.setState({ planning: false })} /> : null}
      </div>
    </Frame>
  );
}

/** What the list shows, and which of it is looked at; nothing while it could not be read. */
function useListed(): { listed: readonly Listed[]; at: number } {
  const { evaluations, team, error, chosen } = useEvaluations();
  const listed = error ? [] : listedOf({ evaluations, team });
  const at = Math.max(
    0,
    listed.findIndex(({ id }) => id === chosen),
  );
  return { listed, at };
}

/** @param onPlan null for whoever judges and plans none */
function Content({ onPlan }: { onPlan: (() => void) | null }) {
  const isRead = useEvaluations(({ evaluations }) => evaluations !== null);
  const error = useEvaluations(({ error }) => error);
  const { listed, at } = useListed();
  const { part } = useListFocus(listed.length > 0);
  if (error)
    return (
      <div className={panes['message']}>
        <ErrorNote error={error} actions={<Button onClick={() => void loadEvaluations()}>Try again</Button>} />
      </div>
    );
  if (!isRead) return null;
  const plans = onPlan ? (
    <Button look="primary" onClick={onPlan}>
      New evaluation <Key command="evaluation.new" />
    </Button>
  ) : null;
  const chosen = listed[at];
  if (!chosen)
    return (
      <EmptyState title={onPlan ? 'No evaluation yet' : 'Nothing to compare yet'} actions={plans}>
        <p>
          {onPlan
            ? 'Two models answer the hold-out of a dataset, which neither has seen. You compare the answers without knowing whose they are; only the results name the models. It takes a dataset with a hold-out, and a provider that has both models.'
            : 'When a lead has two models compared, what you judge comes here with a sync: two answers side by side, and nobody is told whose they are.'}
        </p>
      </EmptyState>
    );
  return (
    <div className={css['screen']}>
      <div className={css['bar']}>
        <h2 className={css['title']}>Evaluations</h2>
        {plans}
      </div>
      <div className={panes['panes']}>
        <section ref={part} className={panes['left']} aria-label="Evaluations">
          <ListBox
            label={plural(listed.length, 'evaluation')}
            items={listed}
            keyOf={({ id }) => id}
            at={at}
            onChoose={(index) => useEvaluations.setState({ chosen: listed[index]?.id ?? null })}
            onOpen={(index) => {
              const one = listed[index];
              const judging = one && toJudge(one);
              if (judging) judgeBlind(judging);
            }}
          >
            {(one) => (one.own ? <Line evaluation={one.own} team={one.team} /> : <TeamLine team={one.team} />)}
          </ListBox>
        </section>
        {chosen.own ? (
          <EvaluationDetail key={chosen.id} evaluation={chosen.own} team={chosen.team} />
        ) : (
          <TeamDetail key={chosen.id} team={chosen.team} />
        )}
      </div>
    </div>
  );
}

const phaseNames: Record<Evaluation['phase'], string> = {
  answering: 'Answering',
  stopped: 'Stopped',
  judging: 'To judge',
  opened: 'Opened',
};

type LineProps = { evaluation: Evaluation; team: TeamEvaluation | null };

function Line({ evaluation: { plan, phase, createdAt, items, answered, judged, wanted }, team }: LineProps) {
  const told = team && !team.isOpen ? 'Ended' : judged >= wanted ? 'Judged' : phaseNames.judging;
  const far =
    phase === 'answering' || phase === 'stopped'
      ? `${count(answered)} of ${plural(items, 'item')} answered`
      : `${count(judged)} of ${plural(wanted, 'judgment')}`;
  return (
    <>
      <span className={css['name']}>
        <b>{plan.name}</b>
        <span className={css['phase']} data-phase={phase}>
          {phase === 'judging' ? told : phaseNames[phase]}
        </span>
      </span>
      <span className={panes['about']}>{far}</span>
      <span className={panes['about']}>{dateTime(createdAt)}</span>
    </>
  );
}

function TeamLine({ team: { name, isOpen, given, judged } }: { team: TeamEvaluation }) {
  return (
    <>
      <span className={css['name']}>
        <b>{name}</b>
        <span className={css['phase']} data-phase={isOpen ? 'judging' : 'opened'}>
          {!isOpen ? 'Ended' : given > 0 && judged >= given ? 'Judged' : 'To judge'}
        </span>
      </span>
      <span className={panes['about']}>{`${count(judged)} of ${plural(given, 'comparison')}`}</span>
    </>
  );
}
