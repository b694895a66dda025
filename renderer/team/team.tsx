import type { ReactNode } from 'react';
import { useSync } from '../stores/sync.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { Join } from './join.tsx';
import { Queues } from './queues.tsx';
import { SyncPanel } from './sync-panel.tsx';
import css from './team.module.css';

const hints: readonly Hint[] = [[['sync.now'], 'sync now']];

/** The team's side of the workspace: what there is to do for it, and where what was done is. */
export function TeamScreen() {
  const status = useSync((sync) => sync.status);
  if (!status?.account)
    return (
      <Frame footer={<Hints hints={[]} />}>
        <Join />
      </Frame>
    );
  const { account } = status;
  return (
    <Frame
      left={
        <span>
          {account.name}, {account.team}
        </span>
      }
      footer={<Hints hints={hints} />}
    >
      <Work>
        <Queues />
        <SyncPanel status={status} account={account} />
      </Work>
    </Frame>
  );
}

function Work({ children }: { children: ReactNode }) {
  const region = useEntryFocus<HTMLElement>();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section ref={region} className={css['screen']} tabIndex={0} aria-label="Team">
      {children}
    </section>
  );
}
