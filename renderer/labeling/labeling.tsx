import { useEffect, useLayoutEffect } from 'react';
import { focusOn, useDraft } from '../stores/draft.ts';
import { flushWhenLeaving } from '../stores/flush-when-leaving.ts';
import { flush, goTo, itemOfLoop, leave, placeMoved, trailNow } from '../stores/loop.ts';
import { useLoop } from '../stores/loop-state.ts';
import { dismissFailure } from '../stores/loop-writes.ts';
import { followPresence, useSitting } from '../stores/sitting.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { LoopEnd, NoSamples } from './ends.tsx';
import { LabelingHints } from './footer.tsx';
import { ItemView } from './item-view.tsx';
import { Jump } from './jump.tsx';
import css from './labeling.module.css';
import { LoopName, LoopProgress, useProgress } from './loop-header.tsx';
import { MustRead } from './must-read.tsx';
import { Pause } from './pause.tsx';
import { useScreen } from './screen-state.ts';
import { SkipPanel } from './skip-panel.tsx';
import { useLoopCommands } from './use-loop-commands.ts';
import { useVerdictCommands } from './use-verdict-commands.ts';

/** Labeling: the loop, one sample at a time. */
export function LabelingScreen() {
  const phase = useLoop(({ phase }) => phase);
  const paused = useSitting(({ paused }) => paused);
  const jumping = useScreen(({ jumping }) => jumping);
  const progress = useProgress();
  const onItem = phase === 'item';
  useVerdictCommands({ enabled: onItem });
  useLoopCommands({ onItem });
  useLayoutEffect(showOwnItem, []);
  useEffect(followPresence, []);
  useEffect(stayDurable, []);

  return (
    <Frame
      navigation={false}
      left={<LoopName />}
      right={<LoopProgress />}
      progress={progress}
      footer={<LabelingHints />}
    >
      <Stage />
      <Fetching />
      <MustRead />
      {jumping ? <Jump /> : null}
      {paused ? <Pause /> : null}
    </Frame>
  );
}

function Stage() {
  const phase = useLoop(({ phase }) => phase);
  const error = useLoop(({ error }) => error);
  const shown = useDraft(({ item }) => item !== null);
  const skipping = useScreen(({ skipping }) => skipping);
  if (phase === 'empty') return <NoSamples />;
  if (phase === 'end') return <LoopEnd />;
  if (phase === 'failed' && error)
    return (
      <div className={css['failed']}>
        <ErrorNote error={error} actions={<Button onClick={() => void goTo(trailNow().at)}>Try again</Button>} />
      </div>
    );
  // What was there stays until the next is; a wait that can be felt says so.
  return (
    <div className={css['stage']} data-waiting={phase === 'opening'} inert={phase === 'opening'}>
      <Trouble />
      {shown ? (
        <ItemView onMove={placeMoved} onLeaveText={flush} below={skipping ? <SkipPanel /> : null} />
      ) : (
        <p className={css['opening']}>Opening the next sample</p>
      )}
    </div>
  );
}

/** The next samples are not here yet: said before somebody wonders why no key does anything. */
function Fetching() {
  const waiting = useLoop(({ phase }) => phase === 'opening');
  const shown = useDraft(({ item }) => item !== null);
  if (!waiting || !shown) return null;
  return (
    <p className={css['fetching']} role="status">
      Fetching the next sample. Keys do nothing until it is here.
    </p>
  );
}

/** A write that failed: said above the sample that came back because of it. */
function Trouble() {
  const failure = useLoop(({ failure }) => failure);
  const draftError = useLoop(({ draftError }) => draftError);
  const error = failure?.error ?? draftError;
  if (!error) return null;
  const others = (failure?.sampleIds.length ?? 0) - 1;
  return (
    <div className={css['trouble']}>
      <ErrorNote
        error={error}
        actions={
          <>
            {others > 0 ? <span>{plural(others, 'more sample')} came back too, further on.</span> : null}
            {failure ? <Button onClick={dismissFailure}>Dismiss</Button> : null}
          </>
        }
      />
    </div>
  );
}

/** Others borrow the draft on the screen: coming back, the loop's own sample is put there again. */
function showOwnItem(): void {
  if (itemOfLoop() !== null) return;
  if (useLoop.getState().phase === 'item') void goTo(trailNow().at);
  else useDraft.setState({ item: null });
}

/** Saves whenever this could be the last moment before the window is gone or another screen comes. */
function stayDurable(): () => void {
  focusOn(useDraft.getState().work.place);
  const stop = flushWhenLeaving(flush);
  return () => {
    stop();
    leave();
    flush();
  };
}
