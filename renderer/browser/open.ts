import type { SampleSort } from '../../shared/domain/browse.ts';
import type { LoopOrder } from '../../shared/domain/order.ts';
import { openInLoop } from '../stores/loop.ts';
import { useView } from '../stores/view.ts';
import { useBrowse } from './store.ts';

/** The order in which the loop goes on from a list; null where it has no such order and takes the workspace's own. */
const loopOrders: Record<SampleSort, LoopOrder | null> = {
  newest: { strategy: 'newest', seed: null },
  oldest: { strategy: 'oldest', seed: null },
  least_confident: { strategy: 'least_confident', seed: null },
  last_labeled: null,
};

/** Labels what was found, in the order of the list: from the sample at `index` on, or from the first one left to label. */
export function openFrom(index: number | null): void {
  const { filter, sort, results } = useBrowse.getState();
  const sampleId = index === null ? undefined : results?.rows.get(index)?.sampleId;
  // A row that has not come yet cannot be opened.
  if (index !== null && sampleId === undefined) return;
  void openInLoop({ filter, order: loopOrders[sort] ?? undefined, sampleId });
  useView.getState().go('labeling');
}
