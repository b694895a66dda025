import type { Run } from '../../shared/domain/run.ts';
import { isOver } from '../../shared/rules/run.ts';
import { awaitsAnswer } from '../../shared/rules/run-trouble.ts';
import type { Hint } from '../ui/hints.tsx';
import { useRunJob } from './use-run-job.ts';

export type RunPossible = {
  /** Nothing is done for it here, and there is still something to do. */
  stuck: boolean;
  /** A person says what became of it. */
  settle: boolean;
  /** What going on with it is called; null where nothing is to be gone on with. */
  resume: 'Ask now' | 'Look again' | 'Resume' | null;
  cancel: boolean;
  giveUp: boolean;
};

/** What can be done about a run; another one like it can always be begun. */
export function useRunPossible(run: Run): RunPossible {
  const { active, stuck, waits } = useRunJob(run);
  const asks = run.phase === 'asks';
  const resumes = stuck || waits || (asks && !active);
  return {
    stuck,
    settle: asks,
    resume: resumes ? (waits ? 'Ask now' : asks ? 'Look again' : 'Resume') : null,
    cancel: !isOver(run.phase) && !run.cancelling,
    giveUp: stuck || (awaitsAnswer(run) && !asks),
  };
}

/** As many as a footer has room for. */
const most = 3;

/** The most useful first. */
export function hintsOf({ settle, resume, cancel, giveUp }: RunPossible): Hint[] {
  const hints: (Hint | null)[] = [
    settle ? [['finetune.settle'], 'say what became of it'] : null,
    resume ? [['finetune.resume'], resume.toLowerCase()] : null,
    cancel ? [['finetune.cancel'], 'cancel'] : null,
    giveUp ? [['finetune.giveUp'], 'give up'] : null,
    [['finetune.again'], 'run again'],
  ];
  return hints.filter((hint) => hint !== null).slice(0, most);
}
