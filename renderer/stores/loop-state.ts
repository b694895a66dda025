import { create } from 'zustand';
import type { LoopCounts } from '../../shared/contract/calls.ts';
import type { SampleFilter } from '../../shared/domain/browse.ts';
import type { LoopOrder } from '../../shared/domain/order.ts';
import type { LabelerQueue, QueueId } from '../../shared/domain/queue.ts';
import type { Sample } from '../../shared/domain/sample.ts';
import type { ErrorReport } from '../../shared/errors.ts';

type LoopState = {
  /** end: the loop has no further sample. empty: the workspace has none at all. */
  phase: 'opening' | 'item' | 'end' | 'empty' | 'failed';
  error: ErrorReport | null;
  order: LoopOrder;
  filter: SampleFilter;
  /** The queue that the filter names; null is the labeler's own. */
  queueId: QueueId;
  /** The queue on the screen wants something read before it goes on. */
  reading: LabelerQueue | null;
  counts: LoopCounts;
  /** Writes whose durable answer is still out. */
  unsaved: number;
  /** Labels and marks that could not be written: their samples are back with what was entered. */
  failure: { error: ErrorReport; sampleIds: readonly string[] } | null;
  /** The draft on the screen could not be written. */
  draftError: ErrorReport | null;
  /** The sample before this one on the trail: its turns are known when this one continues it. */
  sibling: Sample | null;
};

/** True when the loop goes through some samples of its queue only. */
export function isSelection({ filter }: LoopState): boolean {
  return Object.keys(filter).some((key) => key !== 'queue');
}

/** The loop: which sample is on the screen, which come next, and how far the labeler is. */
export const useLoop = create<LoopState>()(() => ({
  phase: 'opening',
  error: null,
  order: { strategy: 'oldest', seed: null },
  filter: {},
  queueId: null,
  reading: null,
  counts: { total: 0, labeled: 0, skipped: 0 },
  unsaved: 0,
  failure: null,
  draftError: null,
  sibling: null,
}));
