import { inQueue } from '../../shared/domain/browse.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import { ask } from '../client.ts';
import { openInLoop } from '../stores/loop.ts';
import { useView } from '../stores/view.ts';

/**
 * Labels in a queue of the team, or in the labeler's own, on from where they were.
 *
 * @param first samples to begin with, such as those that a lead has returned
 */
export async function openQueue(queueId: QueueId, first: readonly string[] = []): Promise<void> {
  const position = await ask('labeling.position', { queueId });
  const { filter = inQueue(queueId), order, sampleId = null } = position ?? {};
  // Behind others, one goes on where something is left to do.
  const goesOn = sampleId !== null && (first.length === 0 || (await isOpen(queueId, sampleId)));
  useView.getState().go('labeling');
  await openInLoop({ filter, order, first, sampleId: goesOn ? sampleId : undefined, resume: position ?? undefined });
}

async function isOpen(queueId: QueueId, sampleId: string): Promise<boolean> {
  const [item] = await ask('labeling.items', { queueId, sampleIds: [sampleId] });
  return item !== undefined && item.label === null && item.skipped === null;
}
