import { useSync } from '../stores/sync.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
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
      <div className={css['screen']}>
        <Queues />
        <SyncPanel status={status} account={account} />
      </div>
    </Frame>
  );
}
