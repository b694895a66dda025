import { maxTextLength } from '../../shared/domain/label.ts';
import { apply, useDraft } from '../stores/draft.ts';
import { writeNote } from './draft-rules.ts';
import css from './note.module.css';

/** A note to whoever reads the label; it is stored with it and trained on by nobody. */
export function Note() {
  const open = useDraft(({ noteOpen, work }) => noteOpen || work.draft.note !== '');
  const note = useDraft(({ work }) => work.draft.note);
  if (!open) return null;
  return (
    <label className={css['field']}>
      <span className={css['label']}>Note</span>
      <textarea
        className={css['text']}
        data-place="note"
        dir="auto"
        rows={1}
        maxLength={maxTextLength}
        value={note}
        onChange={(event) => apply((work) => writeNote(work, event.target.value), { typing: 'note', focus: null })}
        onBlur={() => useDraft.setState({ noteOpen: false })}
      />
    </label>
  );
}
