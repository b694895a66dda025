import { type EditReason, editReasons } from '../../shared/domain/label.ts';
import { type Score, scoreValues } from '../../shared/domain/rubric.ts';
import { isCommandId } from '../keyboard/commands.ts';
import { type CommandHandlers, useCommands } from '../keyboard/use-commands.ts';
import { apply, focusOn, rubricNow, useDraft } from '../stores/draft.ts';
import { announce } from '../ui/announce.tsx';
import { decide, dropCorrection, fill, meetsBar, move, nudge, scaleAt, score, toggleReason } from './draft-rules.ts';
import {
  approveAnswer,
  back,
  editAnswer,
  scrollAnswer,
  stepLower,
  toggleDiff,
  toggleGuidelines,
  toggleHistory,
  toggleSources,
  writeNoteNow,
  writeTagsNow,
} from './item-actions.ts';
import { reasonNames } from './names.ts';
import { placeName } from './place-name.ts';
import { refuseForbidden } from './refuse.ts';

function giveScore(value: Score): void {
  const { work } = useDraft.getState();
  const rubric = rubricNow();
  const scored = apply((now) => score(now, value));
  // The focus has gone on to the next scale: what was given is said, not seen.
  if (scored && rubric && scaleAt(work.place)) announce(`${placeName(work.place, rubric)} ${value}`);
  else if (!scored) announce('Every criterion has its score; the up arrow leads back to them.');
}

function giveReason(reason: EditReason): void {
  const had = useDraft.getState().work.draft.reasons.includes(reason);
  apply((work) => toggleReason(work, reason));
  announce(`${reasonNames[reason]} ${had ? 'taken off' : 'picked'}`);
}

function fillRest(): void {
  if (refuseForbidden('fill')) return;
  if (apply(fill)) return;
  announce(useDraft.getState().work.last === null ? 'Score one criterion first.' : 'Nothing is left to score.');
}

/** Numbered commands of one kind, such as `reason.1` to `reason.7`. */
function numbered<T>(kind: string, values: readonly T[], run: (value: T) => void): CommandHandlers {
  return Object.fromEntries(
    values.map((value, index) => [`${kind}.${index + 1}`, () => run(value)] as const).filter(([id]) => isCommandId(id)),
  );
}

/** The keys of a verdict: they mean the same in the loop and in practice. */
export function useVerdictCommands({ enabled }: { enabled: boolean }): void {
  useCommands(
    {
      ...numbered('score', scoreValues, giveScore),
      'score.fill': fillRest,
      'criterion.previous': () => apply((work) => move(work, -1)) || focusOn(useDraft.getState().work.place),
      'criterion.next': () => apply((work) => move(work, 1)) || focusOn(useDraft.getState().work.place),
      'score.lower': stepLower,
      'score.higher': () => apply((work) => nudge(work, 1)),
      'decision.approve': () => approveAnswer(),
      'decision.edit': editAnswer,
      'decision.reject': () => apply((work) => decide(work, 'reject')),
      'edit.diff': toggleDiff,
      'edit.meetsBar': () => {
        if (!apply(meetsBar)) announce('This is for an answer that you edited.');
      },
      'edit.reset': () => {
        if (!apply(dropCorrection)) announce('There is no correction.');
      },
      'label.note': writeNoteNow,
      'label.tags': writeTagsNow,
      'answer.down': () => scrollAnswer(1),
      'answer.up': () => scrollAnswer(-1),
      'read.sources': toggleSources,
      'read.history': toggleHistory,
      'read.guidelines': toggleGuidelines,
      'app.back': back,
    },
    { enabled, scope: undefined },
  );
  const reasoning = useDraft(({ work }) => work.place === 'reasons');
  useCommands(numbered('reason', editReasons, giveReason), { enabled: enabled && reasoning });
}
