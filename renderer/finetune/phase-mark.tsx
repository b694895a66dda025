import type { Run } from '../../shared/domain/run.ts';
import { phaseText } from '../../shared/rules/run-words.ts';
import css from './phase-mark.module.css';

type Look = 'goes' | 'good' | 'bad' | 'asks' | 'quiet';

const looks: Record<Run['phase'], Look> = {
  uploading: 'goes',
  unclear: 'goes',
  following: 'goes',
  asks: 'asks',
  succeeded: 'good',
  failed: 'bad',
  refused: 'bad',
  cancelled: 'quiet',
  abandoned: 'quiet',
};

/** Where a run is, in words; what stands in its way is more than where it is. */
export function PhaseMark({ run, stuck }: { run: Run; stuck: boolean }) {
  return (
    <span className={css['mark']} data-look={stuck ? 'bad' : looks[run.phase]}>
      {stuck ? 'stands still' : phaseText(run)}
    </span>
  );
}
