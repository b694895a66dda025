import type { SampleSort } from '../../shared/domain/browse.ts';
import type { LoopOrder } from '../../shared/domain/order.ts';
import { openInLoop } from '../stores/loop.ts';
import { visit } from '../stores/loop-writes.ts';
import { useView } from '../stores/view.ts';
import { attempt } from '../ui/notice.tsx';
import { search, useBrowse } from './store.ts';

/** The order in which the loop goes on from a list; null where it has no such order and takes the workspace's own. */
const loopOrders: Record<SampleSort, LoopOrder | null> = {
  newest: { strategy: 'newest', seed: null },
  oldest: { strategy: 'oldest', seed: null },
  least_confident: { strategy: 'least_confident', seed: null },
  last_labeled: null,
};

/** Labels what was found, and nothing else, in the order of the list. */
export function labelFound(): void {
  const { filter, sort } = useBrowse.getState();
  void openInLoop({ filter, order: loopOrders[sort] ?? undefined });
  useView.getState().go('labeling');
}

/** Shows one sample of the list in the loop, which goes on behind it as it was. */
export function openRow(index: number): void {
  const { filter, results } = useBrowse.getState();
  const sampleId = results?.rows.get(index)?.sampleId;
  // A row that has not come yet cannot be opened.
  if (sampleId === undefined) return;
  void attempt(async () => {
    if (await visit({ queueId: filter.queue ?? null, sampleId })) useView.getState().go('labeling');
    else await search({ keepPlace: true });
  });
}
