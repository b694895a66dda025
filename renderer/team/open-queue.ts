import { inQueue } from '../../shared/domain/browse.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import { ask } from '../client.ts';
import { openInLoop } from '../stores/loop.ts';
import { queueOf } from '../stores/sync.ts';
import { useView } from '../stores/view.ts';

/** Labels in a queue of the team, or in the labeler's own: first what has come back, then on from where they were. */
export async function openQueue(queueId: QueueId): Promise<void> {
  const position = await ask('labeling.position', { queueId });
  const { filter = inQueue(queueId), order, sampleId } = position ?? {};
  useView.getState().go('labeling');
  await openInLoop({ filter, order, first: queueOf(queueId)?.cameBack, sampleId, resume: position ?? undefined });
}
