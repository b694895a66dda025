import type { ReadinessVerdict } from '../../shared/domain/readiness.ts';
import { verdictMarks } from '../../shared/plots/verdict-marks.ts';
import { classes } from '../ui/classes.ts';
import css from './verdict-mark.module.css';

const looks: Record<ReadinessVerdict, string | undefined> = {
  met: css['met'],
  'not met': css['notMet'],
  'cannot tell': css['open'],
};

type Props = {
  verdict: ReadinessVerdict;
  /** In place of the verdict itself. */
  word?: string;
  /** Nothing is lacking where it is not met. */
  quiet?: boolean;
};

/** A verdict as a word with a shape of its own: the colour is never the only sign. */
export function VerdictMark({ verdict, word = verdict, quiet = false }: Props) {
  return (
    <span className={classes(looks[verdict], quiet && verdict === 'not met' && css['quiet'])}>
      <svg className={css['shape']} viewBox="0 0 12 12" aria-hidden="true">
        <path d={verdictMarks[verdict]} />
      </svg>
      {word}
    </span>
  );
}
