import { inQueue } from '../../shared/domain/browse.ts';
import type { OrderStrategy } from '../../shared/domain/order.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import { type CommandHandlers, useCommands } from '../keyboard/use-commands.ts';
import { next, openInLoop, previous } from '../stores/loop.ts';
import { orderBy } from '../stores/loop-order.ts';
import { isSelection, useLoop } from '../stores/loop-state.ts';
import { commit, flag, redo, undo } from '../stores/loop-writes.ts';
import { setPaused } from '../stores/sitting.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { attempt } from '../ui/notice.tsx';
import { writeQuestionNow } from './item-actions.ts';
import { orderNames, strategiesIn } from './names.ts';
import { refuseForbidden } from './refuse.ts';
import { useScreen } from './screen-state.ts';

/** Goes through the same samples in another order, and keeps it: for one's own samples, or with the place in a queue. */
export function setOrder(strategy: OrderStrategy): void {
  const { filter, queueId } = useLoop.getState();
  const order = orderBy(strategy);
  announce(`Order: ${orderNames[strategy]}.`);
  void openInLoop({ filter, order });
  if (queueId === null) void attempt(() => useWorkspace.getState().updateSettings({ order }));
}

/** Leaves a selection: the loop goes through all samples of the queue again, in its usual order. */
export function labelAll(): void {
  announce('All samples.');
  void openInLoop({ filter: inQueue(useLoop.getState().queueId) });
}

function ordersIn(queueId: QueueId): CommandHandlers {
  return Object.fromEntries(strategiesIn(queueId).map((strategy) => [`order.${strategy}`, () => setOrder(strategy)]));
}

/** The keys of the loop. Those of a sample need one on the screen; undo and the way back work from its end too. */
export function useLoopCommands({ onItem }: { onItem: boolean }): void {
  useCommands(
    {
      'label.commit': commit,
      'label.skip': () => refuseForbidden('skip') || useScreen.setState({ skipping: true }),
      'label.flag': flag,
      'loop.next': next,
      'loop.pause': () => setPaused(true),
    },
    { enabled: onItem },
  );
  const queueId = useLoop(({ queueId }) => queueId);
  const selected = useLoop(isSelection);
  useCommands({ 'loop.all': labelAll }, { enabled: selected });
  useCommands({ 'label.ask': writeQuestionNow }, { enabled: onItem && queueId !== null });
  useCommands({
    'loop.undo': undo,
    'loop.redo': redo,
    'loop.previous': previous,
    'loop.jump': () => useScreen.setState({ jumping: true }),
    ...ordersIn(queueId),
  });
}
