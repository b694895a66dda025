import type { Evaluation } from '../../shared/domain/comparison.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, dateTime, plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { ListBox } from '../ui/list-box.tsx';
import { EvaluationDetail } from './detail.tsx';
import css from './list.module.css';
import { NewEvaluation } from './new-evaluation.tsx';
import { chosenOf, judgeBlind, loadEvaluations, useEvaluations } from './store.ts';

const first: Hint = [['evaluation.new'], 'new evaluation'];
const hints: readonly Hint[] = [first, [['evaluation.judge'], 'judge'], [['evaluation.results'], 'results']];

/** Every evaluation of the workspace, and the chosen one in detail. */
export function ListScreen() {
  const planning = useEvaluations(({ planning }) => planning);
  const none = useEvaluations(({ evaluations }) => (evaluations?.length ?? 0) === 0);
  const plan = () => useEvaluations.setState({ planning: true });
  useCommands({ 'evaluation.new': plan });
  return (
    <Frame footer={<Hints hints={none ? [first] : hints} />}>
      <Content onPlan={plan} />
      {planning ? <NewEvaluation onClose={() => useEvaluations.setState({ planning: false })} /> : null}
    </Frame>
  );
}

function Content({ onPlan }: { onPlan: () => void }) {
  const evaluations = useEvaluations(({ evaluations }) => evaluations);
  const error = useEvaluations(({ error }) => error);
  const chosen = useEvaluations(chosenOf);
  if (error)
    return (
      <div className={panes['message']}>
        <ErrorNote error={error} actions={<Button onClick={() => void loadEvaluations()}>Try again</Button>} />
      </div>
    );
  if (!evaluations) return null;
  if (!chosen)
    return (
      <EmptyState
        title="No evaluation yet"
        actions={
          <Button look="primary" onClick={onPlan}>
            New evaluation <Key command="evaluation.new" />
          </Button>
        }
      >
        <p>
          Two models answer the hold-out of a dataset, which neither has seen. You compare the answers without knowing
          whose they are; only the results name the models. It takes a dataset with a hold-out, and a provider that has
          both models.
        </p>
      </EmptyState>
    );
  const at = Math.max(0, evaluations.indexOf(chosen));
  return (
    <div className={css['screen']}>
      <div className={css['bar']}>
        <h2 className={css['title']}>Evaluations</h2>
        <Button look="primary" onClick={onPlan}>
          New evaluation <Key command="evaluation.new" />
        </Button>
      </div>
      <div className={panes['panes']}>
        <section className={panes['left']} aria-label="Evaluations">
          <ListBox
            label={plural(evaluations.length, 'evaluation')}
            items={evaluations}
            keyOf={({ id }) => id}
            at={at}
            onChoose={(index) => useEvaluations.setState({ chosen: evaluations[index]?.id ?? null })}
            onOpen={(index) => {
              const evaluation = evaluations[index];
              if (evaluation && evaluation.openedAt === null) judgeBlind(evaluation);
            }}
          >
            {(one) => <Line evaluation={one} />}
          </ListBox>
        </section>
        <EvaluationDetail key={chosen.id} evaluation={chosen} />
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

function Line({ evaluation: { plan, phase, createdAt, items, answered, judged, wanted } }: { evaluation: Evaluation }) {
  const far =
    phase === 'answering' || phase === 'stopped'
      ? `${count(answered)} of ${plural(items, 'item')} answered`
      : `${count(judged)} of ${plural(wanted, 'judgment')}`;
  return (
    <>
      <span className={css['name']}>
        <b>{plan.name}</b>
        <span className={css['phase']} data-phase={phase}>
          {phase === 'judging' && judged >= wanted ? 'Judged' : phaseNames[phase]}
        </span>
      </span>
      <span className={panes['about']}>{far}</span>
      <span className={panes['about']}>{dateTime(createdAt)}</span>
    </>
  );
}
