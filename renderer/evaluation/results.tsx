import { useEffect, useState } from 'react';
import type { Evaluation } from '../../shared/domain/comparison.ts';
import type { OpenedEvaluation } from '../../shared/domain/opened-evaluation.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { verdictSentence } from '../../shared/rules/evaluation-words.ts';
import { ask } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote, reportOf } from '../ui/error-note.tsx';
import { dateTime } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { Segmented } from '../ui/segmented.tsx';
import css from './results.module.css';
import { Items } from './results-items.tsx';
import { Summary } from './results-summary.tsx';
import { backToList, chosenOf, useEvaluations } from './store.ts';

const back: Hint = [['app.back'], 'all evaluations'];
const hintsOf = {
  summary: [back],
  items: [[['evaluation.find'], 'the sample in Find'], back],
} as const satisfies Record<string, readonly Hint[]>;

const views = [
  { value: 'summary', label: 'Summary' },
  { value: 'items', label: 'Item by item' },
] as const;

/** What an opened evaluation has come to: whole, and item by item. */
export function ResultsScreen() {
  const evaluation = useEvaluations(chosenOf);
  const { opened, error } = useOpened(evaluation);
  const [view, setView] = useState<(typeof views)[number]['value']>('summary');
  useCommands({ 'app.back': backToList });
  if (!evaluation) return null;
  return (
    <Frame left={<span>{evaluation.plan.name}</span>} footer={<Hints hints={hintsOf[view]} />}>
      <div className={css['screen']}>
        <header className={css['head']}>
          <div>
            <h2 className={css['title']}>{evaluation.plan.name}</h2>
            {opened ? <p className={css['verdict']}>{verdictSentence(opened.results)}</p> : null}
            <p className={css['about']}>
              {`${evaluation.tuned.model} against ${evaluation.base.model}, on the hold-out of ${evaluation.datasetName}.`}
              {evaluation.openedAt === null ? '' : ` Opened ${dateTime(evaluation.openedAt)}.`}
            </p>
          </div>
          <Button look="quiet" onClick={backToList}>
            All evaluations <Key command="app.back" />
          </Button>
        </header>
        {error ? <ErrorNote error={error} /> : null}
        {opened ? (
          <>
            <Segmented label="Results" value={view} options={views} onChange={setView} />
            {view === 'summary' ? <Summary opened={opened} /> : <Items opened={opened} />}
          </>
        ) : null}
      </div>
    </Frame>
  );
}

/** What was judged, with names; read once, because nothing is judged any more. */
function useOpened(evaluation: Evaluation | null): { opened: OpenedEvaluation | null; error: ErrorReport | null } {
  const [opened, setOpened] = useState<OpenedEvaluation | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  const id = evaluation?.id;
  useEffect(() => {
    let current = true;
    if (id === undefined) return;
    ask('evaluation.results', { id }).then(
      (results) => current && setOpened(results),
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [id]);
  return { opened, error };
}
