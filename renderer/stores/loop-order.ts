import type { LoopOrder, OrderStrategy } from '../../shared/domain/order.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import { useLoop } from './loop-state.ts';
import { queueOf } from './sync.ts';
import { useWorkspace } from './workspace.ts';

/** The order of one's own samples is a setting; a queue of the team begins in its lead's. */
export function usualOrder(queueId: QueueId): LoopOrder {
  const queue = queueOf(queueId);
  if (queue) return orderBy(queue.order);
  const own = useWorkspace.getState().settings?.order ?? useLoop.getState().order;
  // A queue that is not known yet may be a team's, and there no order tells how sure the agent was.
  return queueId !== null && own.strategy === 'least_confident' ? orderBy('oldest') : own;
}

/** An order; a random one with a permutation of its own. */
export function orderBy(strategy: OrderStrategy): LoopOrder {
  return { strategy, seed: strategy === 'random' ? (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) : null };
}
