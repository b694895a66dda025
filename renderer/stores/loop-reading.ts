import { ask } from '../client.ts';
import { attempt } from '../ui/notice.tsx';
import { goTo, trailNow } from './loop.ts';
import { useLoop } from './loop-state.ts';
import { useSync } from './sync.ts';

/** The labeler has read what the queue wants read: that is kept, and its sample begins now. */
export function confirmRead(): void {
  const { reading } = useLoop.getState();
  if (!reading) return;
  const { queueId, mustRead: text } = reading;
  void attempt(async () => {
    await ask('labeling.confirmRead', { queueId, text });
    useSync.setState(({ queues }) => ({
      queues: queues.map((queue) => (queue.queueId === queueId ? { ...queue, read: queue.mustRead === text } : queue)),
    }));
    // Shown anew: the time of reading is not the sample's.
    await goTo(trailNow().at);
  });
}
