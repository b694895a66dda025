import { useSync } from '../stores/sync.ts';
import { useView } from '../stores/view.ts';
import { markText, standingOf } from '../team/sentences.ts';
import css from './sync-mark.module.css';

/** Always in view: what the server does not have yet, and since when it has the rest. Leads to the whole story. */
export function SyncMark() {
  const status = useSync((sync) => sync.status);
  const go = useView((view) => view.go);
  if (!status?.account) return null;
  return (
    <button type="button" className={css['mark']} data-standing={standingOf(status)} onClick={() => go('team')}>
      {markText(status)}
    </button>
  );
}
