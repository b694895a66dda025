import type { ReactNode } from 'react';
import type { EvaluationResults } from '../../shared/domain/evaluation.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { verdictSentence } from '../../shared/rules/evaluation-words.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import css from './results.module.css';
import { backToList } from './store.ts';

type Props = {
  name: string;
  /** What was compared, and since when that is known. */
  about: string;
  /** Null until they were read. */
  results: EvaluationResults | null;
  error: ErrorReport | null;
  /** Before the way back. */
  hints: readonly Hint[];
  children: ReactNode;
};

/** The results of an evaluation: what they come to in a sentence, and whatever belongs below it. */
export function ResultsFrame({ name, about, results, error, hints, children }: Props) {
  useCommands({ 'app.back': backToList });
  return (
    <Frame left={<span>{name}</span>} footer={<Hints hints={[...hints, [['app.back'], 'all evaluations']]} />}>
      <div className={css['screen']}>
        <header className={css['head']}>
          <div>
            <h2 className={css['title']}>{name}</h2>
            {results ? <p className={css['verdict']}>{verdictSentence(results)}</p> : null}
            <p className={css['about']}>{about}</p>
          </div>
          <Button look="quiet" onClick={backToList}>
            All evaluations <Key command="app.back" />
          </Button>
        </header>
        {error ? <ErrorNote error={error} /> : null}
        {children}
      </div>
    </Frame>
  );
}
