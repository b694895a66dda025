import { memo } from 'react';
import { type Better, maxJudgmentNote } from '../../shared/domain/comparison.ts';
import type { CommandId } from '../keyboard/commands.ts';
import { Key } from '../keyboard/key.tsx';
import noteCss from '../labeling/note.module.css';
import { useComparing } from './comparing-state.ts';
import { notePlace, verdictPlace } from './focus.ts';
import { betterNames, choose, writeNote } from './judging.ts';
import css from './verdict.module.css';

/** In the order in which they stand on the page: what a side is about stands on that side. */
const choices: readonly (readonly [better: Better, command: CommandId])[] = [
  ['first', 'compare.first'],
  ['tie', 'compare.tie'],
  ['both_bad', 'compare.bothBad'],
  ['second', 'compare.second'],
];

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
        {choices.map(([better, command]) => (
          <Choice key={better} better={better} command={command} />
        ))}
      </div>
      <Note />
    </section>
  );
}

const Choice = memo(function Choice({ better, command }: { better: Better; command: CommandId }) {
  const checked = useComparing(({ work }) => work.better === better);
  return (
    <label className={css['choice']}>
      <input type="radio" className={css['input']} name="better" checked={checked} onChange={() => choose(better)} />
      <span className={css['name']}>{betterNames[better]}</span>
      <Key command={command} />
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
