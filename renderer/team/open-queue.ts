import { inQueue } from '../../shared/domain/browse.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import { ask } from '../client.ts';
import { openInLoop } from '../stores/loop.ts';
import { useView } from '../stores/view.ts';

/** Labels in a queue of the team, or in the labeler's own, from where the labeler was in it. */
export async function openQueue(queueId: QueueId): Promise<void> {
  const position = await ask('labeling.position', { queueId });
  const { filter = inQueue(queueId), order, sampleId } = position ?? {};
  useView.getState().go('labeling');
  await openInLoop({ filter, order, sampleId, resume: position ?? undefined });
}
