import { memo } from 'react';
import { type Better, maxJudgmentNote } from '../../shared/domain/comparison.ts';
import type { CommandId } from '../keyboard/commands.ts';
import { Key } from '../keyboard/key.tsx';
import noteCss from '../labeling/note.module.css';
import { useComparing } from './comparing-state.ts';
import { notePlace, verdictPlace } from './focus.ts';
import { betterNames, choices, choose, writeNote } from './judging.ts';
import css from './verdict.module.css';

const commandOf: Record<Better, CommandId> = {
  first: 'compare.first',
  second: 'compare.second',
  tie: 'compare.tie',
  both_bad: 'compare.bothBad',
};

/** Which answer is better, or neither. */
export function Verdict() {
  return (
    <section className={css['verdict']} aria-label="Verdict">
      <div
        role="radiogroup"
        aria-label="Which answer is better"
        className={css['choices']}
        data-place={verdictPlace}
        data-gives="arrows space"
      >
        {choices.map((better) => (
          <Choice key={better} better={better} />
        ))}
      </div>
      <Note />
    </section>
  );
}

const Choice = memo(function Choice({ better }: { better: Better }) {
  const checked = useComparing(({ work }) => work.better === better);
  return (
    <label className={css['choice']}>
      <input type="radio" className={css['input']} name="better" checked={checked} onChange={() => choose(better)} />
      <span className={css['name']}>{betterNames[better]}</span>
      <Key command={commandOf[better]} />
    </label>
  );
});

/** A note to whoever reads the results. */
function Note() {
  const open = useComparing(({ noteOpen, work }) => noteOpen || work.note !== '');
  const note = useComparing(({ work }) => work.note);
  if (!open) return null;
  return (
    <label className={noteCss['field']}>
      <span className={noteCss['label']}>Note</span>
      <textarea
        className={noteCss['text']}
        data-place={notePlace}
        dir="auto"
        rows={1}
        maxLength={maxJudgmentNote}
        value={note}
        onChange={({ target }) => writeNote(target.value)}
        onBlur={() => useComparing.setState({ noteOpen: false })}
      />
    </label>
  );
}
