import { useRef } from 'react';
import type { LabelerQueue, QueueId } from '../../shared/domain/queue.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { useLoop } from '../stores/loop-state.ts';
import { useLeading, useQueue, useSync } from '../stores/sync.ts';
import { useView } from '../stores/view.ts';
import { openQueue } from '../team/open-queue.ts';
import { count } from '../ui/format.ts';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';
import { attempt } from '../ui/notice.tsx';
import css from './queue-menu.module.css';

const open = (queueId: QueueId) => void attempt(() => openQueue(queueId));

/** Which queue this is; behind it the others that have work here. In a workspace of one's own there is nothing to choose. */
export function QueueMenu() {
  const team = useSync(({ status }) => status?.account != null);
  return team ? <Chooser /> : null;
}

function Chooser() {
  const queueId = useLoop(({ queueId }) => queueId);
  const queue = useQueue(queueId);
  const queues = useSync(({ queues }) => queues);
  const holder = useRef<HTMLSpanElement>(null);
  useCommands({ 'loop.queue': () => holder.current?.querySelector('button')?.click() });
  const others = queues.filter((other) => other.queueId !== queueId && other.open > 0);
  // A lead has everything there that the team has; a labeler what they brought along.
  const ownName = useLeading() ? 'All samples' : 'Own samples';
  const name = queueId === null ? ownName : (queue?.name ?? 'A queue');
  return (
    <span ref={holder} className={css['holder']}>
      <Menu label={`Queue: ${name}`} triggerClass={css['name']} trigger={name}>
        {others.map((other) => (
          <QueueItem key={other.queueId} queue={other} />
        ))}
        {queueId === null ? null : <MenuItem onRun={() => open(null)}>{ownName}</MenuItem>}
        {others.length > 0 || queueId !== null ? <MenuLine /> : null}
        <MenuItem onRun={() => useView.getState().go('team')}>Team…</MenuItem>
      </Menu>
    </span>
  );
}

function QueueItem({ queue: { queueId, name, open: left } }: { queue: LabelerQueue }) {
  return (
    <MenuItem hint={<span className={css['left']}>{count(left)} to do</span>} onRun={() => open(queueId)}>
      {name}
    </MenuItem>
  );
}
