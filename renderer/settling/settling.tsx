import { useEffect, useState } from 'react';
import { listen } from '../client.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { type Hint, KeyHints } from '../labeling/footer.tsx';
import { back } from '../labeling/item-actions.ts';
import { ItemView } from '../labeling/item-view.tsx';
import { useVerdictCommands } from '../labeling/use-verdict-commands.ts';
import { redoStep, undoStep, useDraft } from '../stores/draft.ts';
import { flushWhenLeaving } from '../stores/flush-when-leaving.ts';
import { followPresence } from '../stores/sitting.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { GivenLabels } from './given-labels.tsx';
import { ReturnDialog } from './return-dialog.tsx';
import css from './settling.module.css';
import {
  commitFinal,
  flushSettling,
  forgetErased,
  keyOf,
  leaveSettling,
  nextDispute,
  previousDispute,
  useSettling,
} from './store.ts';

const hints: readonly Hint[] = [
  [['score.1', 'score.5'], 'score', true],
  [['score.fill'], 'the rest'],
  [['decision.approve', 'decision.edit', 'decision.reject'], 'decide'],
  [['label.commit'], 'settle and next'],
  [['loop.next', 'loop.previous'], 'next, previous'],
  [['lead.return'], 'return to a labeler'],
  [['app.back'], 'back'],
];

/** Esc: first back to the criterion, from there to the lead's page. */
function stepBack(): void {
  const { item, inText, work } = useDraft.getState();
  if (item && (inText || !work.place.startsWith('scale.'))) back();
  else leaveSettling();
}

/** What labelers said, below the answer in the labeling screen: a lead decides, or returns it. */
export function SettlingScreen() {
  const { about, samples, at, dispute, error } = useSettling();
  const shown = useDraft(({ item }) => dispute !== null && item?.sample === dispute.sample);
  const [returning, setReturning] = useState(false);
  useVerdictCommands({ enabled: shown });
  useCommands(
    { 'label.commit': () => void commitFinal(), 'lead.return': () => setReturning(true), 'loop.next': nextDispute },
    { enabled: shown },
  );
  useCommands({ 'app.back': stepBack }, { scope: 'panel' });
  useCommands({
    'loop.previous': previousDispute,
    'loop.undo': () => undoStep() || announce('A final verdict stays. Go back to it and give another.'),
    'loop.redo': redoStep,
  });
  useEffect(followPresence, []);
  useEffect(stayDurable, []);
  useEffect(() => listen('samples.erased', ({ sampleIds }) => forgetErased(sampleIds)), []);
  return (
    <Frame
      navigation={false}
      left={<span>{about?.title ?? 'Final verdicts'}</span>}
      right={
        <>
          {at < samples.length ? <span>{`${at + 1} of ${samples.length}`}</span> : null}
          <Button look="quiet" onClick={leaveSettling}>
            Back to Lead <Key command="app.back" />
          </Button>
        </>
      }
      progress={samples.length === 0 ? 0 : at / samples.length}
      footer={<KeyHints hints={hints} />}
    >
      <div className={css['stage']}>
        {error ? (
          <div className={css['trouble']}>
            <ErrorNote error={error} />
          </div>
        ) : null}
        {shown && dispute ? (
          <ItemView
            onLeaveText={flushSettling}
            above={<Settled />}
            between={<GivenLabels labels={dispute.labels} response={dispute.sample.response} />}
          />
        ) : at >= samples.length ? (
          <End />
        ) : null}
      </div>
      {returning && dispute ? <ReturnDialog labels={dispute.labels} onClose={() => setReturning(false)} /> : null}
    </Frame>
  );
}

/** On a sample that this sitting has settled already. */
function Settled() {
  const { dispute, settled } = useSettling();
  if (!dispute || !settled.has(keyOf({ queueId: dispute.queueId, sampleId: dispute.sample.sampleId }))) return null;
  return <p className={css['settled']}>You have settled this. Another verdict takes its place.</p>;
}

function End() {
  const settled = useSettling(({ settled }) => settled.size);
  return (
    <div className={css['center']}>
      <EmptyState
        title="These were all"
        actions={
          <Button look="primary" onClick={leaveSettling}>
            Back to Lead
          </Button>
        }
      >
        <p>{plural(settled, 'final verdict')} given. A later label of one of these samples opens it again.</p>
      </EmptyState>
    </div>
  );
}

/** Saves whenever this could be the last moment before the window is gone or another screen comes. */
function stayDurable(): () => void {
  const stop = flushWhenLeaving(flushSettling);
  return () => {
    stop();
    flushSettling();
  };
}
