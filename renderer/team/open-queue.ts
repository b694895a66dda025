import { ask } from '../client.ts';
import { openInLoop } from '../stores/loop.ts';
import { useView } from '../stores/view.ts';

/** Labels in a queue of the team, from where the labeler was in it. */
export async function openQueue(queueId: string): Promise<void> {
  const position = await ask('labeling.position', { queueId });
  const { filter = { queue: queueId }, order, sampleId } = position ?? {};
  useView.getState().go('labeling');
  await openInLoop({ filter, order, sampleId, resume: position ?? undefined });
}
