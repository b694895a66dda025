import { useLayoutEffect, useMemo, useRef } from 'react';
import type { LabelerQueue } from '../../shared/domain/queue.ts';
import guidelines from '../guidelines/guidelines.module.css';
import { markdown } from '../guidelines/markdown.tsx';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { confirmRead } from '../stores/loop-reading.ts';
import { useLoop } from '../stores/loop-state.ts';
import { useView } from '../stores/view.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Keys pressed sooner were meant for the sample: nobody has read anything by then. */
const readAfterMs = 700;

const leave = () => useView.getState().go('team');

/** What a queue wants read before its first sample, and again when it has changed. The loop is inert meanwhile. */
export function MustRead() {
  const reading = useLoop(({ reading }) => reading);
  return reading ? <Reading key={`${reading.queueId} ${reading.mustRead}`} queue={reading} /> : null;
}

function Reading({ queue: { name, mustRead } }: { queue: LabelerQueue }) {
  const shownAt = useRef(0);
  const text = useMemo(() => markdown(mustRead), [mustRead]);
  useLayoutEffect(() => {
    shownAt.current = performance.now();
    announce(`${name}: read this before you go on.`);
  }, [name]);
  const confirm = () => {
    if (performance.now() - shownAt.current >= readAfterMs) confirmRead();
  };
  useCommands({ 'label.commit': confirm }, { modal: true });
  return (
    <Dialog
      title={`${name}: read this before you go on`}
      size="medium"
      onClose={leave}
      actions={
        <>
          <Button onClick={leave}>
            Not now <Key command="app.back" />
          </Button>
          <Button look="primary" onClick={confirmRead}>
            I have read it <Key command="label.commit" />
          </Button>
        </>
      }
    >
      <div className={guidelines['prose']}>{text}</div>
    </Dialog>
  );
}
