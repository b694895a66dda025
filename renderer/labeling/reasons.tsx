import { editReasons } from '../../shared/domain/label.ts';
import { chordName, isMac } from '../keyboard/chord.ts';
import { commandOf, isCommandId } from '../keyboard/commands.ts';
import { useKeymap } from '../keyboard/use-commands.ts';
import { apply, useDraft } from '../stores/draft.ts';
import { moveTo, toggleReason } from './draft-rules.ts';
import { groupEvents } from './group-events.ts';
import { reasonNames } from './names.ts';
import css from './reasons.module.css';

/** Why the answer was edited or rejected: the seven reasons of the table, by digit while they have the focus. */
export function Reasons() {
  const decision = useDraft(({ work }) => work.draft.decision);
  const on = useDraft(({ work }) => work.place === 'reasons');
  const chosen = useDraft(({ work }) => work.draft.reasons);
  const keymap = useKeymap();
  if (decision !== 'edit' && decision !== 'reject') return null;
  return (
    <fieldset className={css['reasons']} data-place="reasons" data-on={on} {...groupEvents('reasons')}>
      <legend className={css['legend']}>{decision === 'edit' ? 'Why the edit' : 'Why rejected'}</legend>
      <div className={css['choices']}>
        {editReasons.map((reason, index) => {
          const id = `reason.${index + 1}`;
          const key = isCommandId(id) ? keymap.chords[id][0] : undefined;
          return (
            <label key={reason} className={css['reason']} title={isCommandId(id) ? commandOf(id).title : undefined}>
              <input
                type="checkbox"
                className={css['input']}
                checked={chosen.includes(reason)}
                onChange={() => apply((work) => moveTo(toggleReason(work, reason), 'reasons'), { focus: null })}
              />
              {key === undefined ? null : (
                <span className={css['digit']} aria-hidden="true">
                  {chordName(key, isMac)}
                </span>
              )}
              {reasonNames[reason]}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
