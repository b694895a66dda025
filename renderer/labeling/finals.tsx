import { scaleIds } from '../../shared/domain/rubric.ts';
import { Key } from '../keyboard/key.tsx';
import { apply, useDraft } from '../stores/draft.ts';
import { Button } from '../ui/button.tsx';
import { finalPlace, hasCorrection, meetsBar, moveTo } from './draft-rules.ts';
import css from './finals.module.css';
import { FinalRow } from './scale-row.tsx';

/** The scores of the correction itself: one key says that it meets the bar, or each is typed. */
export function Finals() {
  const shown = useDraft(({ work }) => work.draft.decision === 'edit' && hasCorrection(work));
  const open = useDraft(({ work }) => work.place.startsWith('final.'));
  const confirmed = useDraft(({ work }) => work.draft.correctionConfirmed);
  const typed = useDraft(({ work }) => scaleIds.filter((id) => work.draft.correctionScores[id] !== undefined).length);
  if (!shown) return null;
  return (
    <section className={css['finals']} aria-label="Final scores of the correction">
      <div className={css['head']}>
        <h3 className={css['title']}>Final scores</h3>
        <span className={css['state']}>{confirmed || typed === 0 ? '' : `${typed} of ${scaleIds.length}`}</span>
        <Button look="quiet" aria-pressed={confirmed} onClick={() => apply(meetsBar, { focus: null })}>
          {confirmed ? '✓ ' : ''}Meets the bar <Key command="edit.meetsBar" />
        </Button>
        {open ? null : (
          <Button look="quiet" onClick={() => apply((work) => moveTo(work, finalPlace('factuality')))}>
            Score each
          </Button>
        )}
      </div>
      {open ? scaleIds.map((id) => <FinalRow key={id} id={id} />) : null}
    </section>
  );
}
