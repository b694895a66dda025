import { memo, useMemo } from 'react';
import type { Turn } from '../../shared/domain/sample.ts';
import { Key } from '../keyboard/key.tsx';
import { useDraft } from '../stores/draft.ts';
import { useLoop } from '../stores/loop-state.ts';
import { breakable } from '../ui/breakable.tsx';
import { plural, timeOfDay } from '../ui/format.ts';
import css from './history.module.css';
import { folded, knownTurns } from './history-fold.ts';
import { useHistoryRoom } from './history-room.ts';
import { toggleHistory } from './item-actions.ts';
import { roleNames } from './names.ts';

/** What was said before. Long histories fold from their oldest turn; the newest is next to the question. */
export function History() {
  const sample = useDraft(({ item }) => item?.sample ?? null);
  const open = useDraft(({ historyOpen }) => historyOpen);
  const sibling = useLoop(({ sibling }) => sibling);
  const room = useHistoryRoom();
  const fold = useMemo(() => (sample ? folded(sample.history, room) : 0), [sample, room]);
  const known = useMemo(() => (sample ? knownTurns(sample, sibling) : 0), [sample, sibling]);
  if (!sample) return null;
  const { history } = sample;
  const hidden = open ? 0 : fold;
  return (
    <section className={css['history']} data-continues={known > 0} aria-labelledby="conversation">
      <h2 id="conversation" className={css['eyebrow']}>
        Conversation
      </h2>
      {history.length === 0 ? <p className={css['none']}>It begins with this question.</p> : null}
      {fold > 0 ? (
        <button type="button" className={css['fold']} aria-expanded={open} data-place="history" onClick={toggleHistory}>
          {open ? 'Fold the earlier turns' : plural(fold, 'earlier turn')} <Key command="read.history" />
        </button>
      ) : null}
      <ol>
        {history.slice(hidden).map((turn, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: turns have nothing but their place, and Enter reuses them
          <TurnEntry key={index} turn={turn} known={hidden + index < known} />
        ))}
      </ol>
    </section>
  );
}

const TurnEntry = memo(function TurnEntry({ turn, known }: { turn: Turn; known: boolean }) {
  return (
    <li className={css['turn']} data-known={known}>
      <span className={css['who']}>
        {roleNames[turn.role]}
        {turn.at === null ? '' : ` · ${timeOfDay(turn.at)}`}
      </span>
      <p className={css['said']} dir="auto">
        {breakable(turn.content)}
      </p>
    </li>
  );
});
