import { scoreValues } from '../../shared/domain/rubric.ts';
import { isCommandId } from '../keyboard/commands.ts';
import { type CommandHandlers, useCommands } from '../keyboard/use-commands.ts';
import { setPaused } from '../stores/sitting.ts';
import { next, previous } from './comparing.ts';
import { useComparing } from './comparing-state.ts';
import { focusVerdict } from './focus.ts';
import { openNote, scrollAnswers, toggleHistory } from './item-actions.ts';
import { beginScoring, choose, commit, giveScore, nudgeScore, stepScoring, undo } from './judging.ts';
import { backToList } from './store.ts';

const digits: CommandHandlers = Object.fromEntries(
  scoreValues.map((score) => [`score.${score}`, () => giveScore(score)] as const).filter(([id]) => isCommandId(id)),
);

/** The keys of the blind comparison. Those of an item need one on the screen; undo and the way back do not. */
export function useCompareCommands(): void {
  const onItem = useComparing(({ phase }) => phase === 'item');
  const isScored = useComparing(({ evaluation }) => evaluation?.isScored === true);
  const scoring = useComparing(({ scoring }) => scoring !== null);
  useCommands(
    {
      'compare.first': () => choose('first'),
      'compare.second': () => choose('second'),
      'compare.tie': () => choose('tie'),
      'compare.bothBad': () => choose('both_bad'),
      'compare.commit': commit,
      'compare.note': openNote,
      'compare.next': next,
      'compare.history': toggleHistory,
      'compare.down': () => scrollAnswers(1),
      'compare.up': () => scrollAnswers(-1),
      'compare.pause': () => setPaused(true),
    },
    { enabled: onItem },
  );
  useCommands({ 'compare.scores': beginScoring }, { enabled: onItem && isScored });
  useCommands({ 'compare.previous': previous, 'compare.undo': () => void undo(), 'app.back': back });
  // On a scale the digits and arrows are about it.
  useCommands(
    {
      ...digits,
      'criterion.previous': () => stepScoring(-1),
      'criterion.next': () => stepScoring(1),
      'score.lower': () => nudgeScore(-1),
      'score.higher': () => nudgeScore(1),
      'app.back': focusVerdict,
    },
    { enabled: onItem && scoring, scope: 'panel' },
  );
}

/** Esc leads from a text or a button back to the verdict, and from there to the list. */
function back(): void {
  const active = document.activeElement;
  const inVerdict = active?.closest('[data-place="verdict"]') != null;
  const { phase } = useComparing.getState();
  if (phase === 'item' && !inVerdict && active !== document.body) focusVerdict();
  else backToList();
}
