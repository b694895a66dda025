import { memo, useEffect, useState } from 'react';
import type { LabelerQueue } from '../../shared/domain/queue.ts';
import type { CommandId } from '../keyboard/commands.ts';
import { Key } from '../keyboard/key.tsx';
import { useDraft } from '../stores/draft.ts';
import { useLoop } from '../stores/loop-state.ts';
import { useQueue, useSync } from '../stores/sync.ts';
import type { Work } from './draft-rules.ts';
import css from './footer.module.css';
import { useScreen } from './screen-state.ts';

export type Hint = readonly [commands: readonly CommandId[], what: string, to?: boolean];

const scoring: readonly Hint[] = [
  [['score.1', 'score.5'], 'score', true],
  [['score.fill'], 'the rest'],
  [['label.commit'], 'next'],
  [['loop.undo'], 'undo'],
  [['read.guidelines'], 'guidelines'],
  [['label.note'], 'note'],
  [['label.skip'], 'skip'],
  [['label.ask'], 'ask the lead'],
];
const deciding: readonly Hint[] = [
  [['decision.approve'], 'approve'],
  [['decision.edit'], 'edit'],
  [['decision.reject'], 'reject'],
  [['label.commit'], 'next'],
  [['criterion.previous'], 'back to the scores'],
  [['label.note'], 'note'],
];
const reasoning: readonly Hint[] = [
  [['reason.1', 'reason.7'], 'reason', true],
  [['label.commit'], 'next'],
  [['app.back'], 'back to the criterion'],
  [['loop.undo'], 'undo'],
];
const reasoningEdit: readonly Hint[] = [
  [['reason.1', 'reason.7'], 'reason', true],
  [['edit.meetsBar'], 'the correction meets the bar'],
  [['criterion.next'], 'score it'],
  [['label.commit'], 'next'],
  [['decision.edit'], 'edit on'],
];
const finals: readonly Hint[] = [
  [['score.1', 'score.5'], 'final score', true],
  [['score.fill'], 'the rest'],
  [['edit.meetsBar'], 'all meet the bar'],
  [['label.commit'], 'next'],
];
const writing: readonly Hint[] = [
  [['app.back'], 'done'],
  [['label.commit'], 'commit and next'],
];
const asking: readonly Hint[] = [
  [['app.back'], 'done'],
  [['label.commit'], 'send and next'],
];
const skipping: readonly Hint[] = [
  [['skip.1', 'skip.5'], 'reason', true],
  [['app.back'], 'do not skip'],
];
const atEnd: readonly Hint[] = [
  [['loop.previous'], 'last sample'],
  [['loop.undo'], 'undo'],
  [['find.text'], 'find'],
];

const nothing: readonly Hint[] = [
  [['import.choose'], 'import'],
  [['workspace.open'], 'open a workspace'],
  [['help.palette'], 'all commands'],
];

const noWork: readonly Hint[] = [
  [['go.team'], 'team'],
  [['help.palette'], 'all commands'],
];

type Here = { work: Work; inText: boolean; questionOpen: boolean };

function hintsFor({ work, inText, questionOpen }: Here): readonly Hint[] {
  if (inText) return questionOpen ? asking : writing;
  if (work.place.startsWith('scale.')) return scoring;
  if (work.place === 'decision') return deciding;
  if (work.place !== 'reasons') return finals;
  return work.draft.decision === 'edit' ? reasoningEdit : reasoning;
}

/** The keys that help here and now. */
export function LabelingHints() {
  const here = useFrameLater(useDraft(hintsFor));
  const isSkipping = useScreen(({ skipping }) => skipping);
  const phase = useLoop(({ phase }) => phase);
  const team = useSync(({ status }) => status?.account != null);
  const queue = useQueue(useLoop(({ queueId }) => queueId));
  if (phase === 'end') return <KeyHints hints={atEnd} />;
  if (phase === 'empty' || phase === 'failed') return <KeyHints hints={team ? noWork : nothing} />;
  if (isSkipping) return <KeyHints hints={skipping} />;
  return <ItemHints hints={here} queue={queue} />;
}

/**
 * What was there before, until the frame in which it changed is drawn. Enter changes the sample and its hints: as the
 * footer lies across the whole window, drawing it with the sample shows the sample 2 ms later (`bench label`).
 */
function useFrameLater<T>(value: T): T {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    let after: ReturnType<typeof setTimeout>;
    // The frame's own callback runs before it is drawn, a task that it queues after.
    const frame = requestAnimationFrame(() => {
      after = setTimeout(() => setShown(value));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(after);
    };
  }, [value]);
  return shown;
}

const ItemHints = memo(function ItemHints({ hints, queue }: { hints: readonly Hint[]; queue: LabelerQueue | null }) {
  const inText = hints === writing || hints === asking;
  return <KeyHints hints={hints.filter((hint) => allowed(hint, queue))} inText={inText} />;
});

/** What has no meaning here, or is not allowed, needs no hint. */
function allowed([commands]: Hint, queue: LabelerQueue | null): boolean {
  if (queue === null) return !commands.includes('label.ask');
  return (queue.allowFill || !commands.includes('score.fill')) && (queue.allowSkip || !commands.includes('label.skip'));
}

type KeyHintsProps = { hints: readonly Hint[]; inText?: boolean };

/** Keys and what they do; two of a range with a dash between. */
export const KeyHints = memo(function KeyHints({ hints, inText = false }: KeyHintsProps) {
  return (
    <>
      <div className={css['hints']}>
        {hints.map(([commands, what, to]) => (
          <span key={what} className={css['hint']}>
            {commands.map((command, index) => (
              <span key={command} className={css['keys']}>
                {to && index > 0 ? '–' : null}
                <Key command={command} inText={inText} />
              </span>
            ))}
            {what}
          </span>
        ))}
      </div>
      <span className={css['hint']}>
        <Key command="help.keys" inText={inText} />
        all keys
      </span>
    </>
  );
});
