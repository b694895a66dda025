import type { SampleSummary } from '../../shared/domain/browse.ts';
import { decidedNames } from '../labeling/names.ts';
import { statusNames } from './chips.ts';
import css from './status-mark.module.css';

type Mark = 'none' | 'approve' | 'edit' | 'reject' | 'skipped' | 'flagged';

/** Shapes, drawn on a 12-pixel square: each is told apart without its colour. */
const shapes: Record<Mark, string> = {
  none: 'M6 2.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0-7Z',
  approve: 'M1.8 6.4 4.7 9.3 10.2 3.2',
  edit: 'M2 10 2.6 7.4 8.4 1.6 10.4 3.6 4.6 9.4Z',
  reject: 'M2.5 2.5 9.5 9.5M9.5 2.5 2.5 9.5',
  skipped: 'M2.5 2.5 6 6 2.5 9.5M6.5 2.5 10 6 6.5 9.5',
  flagged: 'M3 11V1.5H9.5L7.8 4 9.5 6.5H3',
};

const names: Record<Mark, string> = {
  none: statusNames.unlabeled,
  ...decidedNames,
  skipped: statusNames.skipped,
  flagged: statusNames.flagged,
};

function Sign({ mark }: { mark: Mark }) {
  return (
    <svg className={css['mark']} data-mark={mark} viewBox="0 0 12 12" role="img" aria-label={names[mark]}>
      <path d={shapes[mark]} />
    </svg>
  );
}

/** What has been done to a sample; a flag stands beside it, not instead of it. */
export function StatusMark({ decision, skipped, flagged }: Pick<SampleSummary, 'decision' | 'skipped' | 'flagged'>) {
  return (
    <span className={css['marks']}>
      <Sign mark={decision ?? (skipped ? 'skipped' : 'none')} />
      {flagged ? <Sign mark="flagged" /> : null}
    </span>
  );
}
