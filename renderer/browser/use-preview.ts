import { useEffect, useState } from 'react';
import type { Item } from '../../shared/contract/calls.ts';
import type { Label } from '../../shared/domain/label.ts';
import type { TeamVerdict } from '../../shared/domain/lead.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useLeading } from '../stores/sync.ts';
import { reportOf } from '../ui/error-note.tsx';

export type Previewed =
  /** `team`: what others say of it, for a lead and outside of the team's queues. */
  | { state: 'loaded'; item: Item; history: readonly Label[]; team: readonly TeamVerdict[] }
  | { state: 'failed'; error: ErrorReport };

/** A held arrow key passes many rows: only the one where it rests is read. */
const rest = 40;

/**
 * The chosen sample with its history. The one before stays until the next is there.
 *
 * @param arrivals asks again when it changes: the rows were read anew, and so may be the labels
 */
export function usePreview(queueId: QueueId, sampleId: string | undefined, arrivals: number): Previewed | null {
  const [previewed, setPreviewed] = useState<Previewed | null>(null);
  const leading = useLeading();

  // biome-ignore lint/correctness/useExhaustiveDependencies: `arrivals` is a reason to read again
  useEffect(() => {
    if (sampleId === undefined) return;
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const [[item], history, said] = await Promise.all([
          ask('labeling.items', { queueId, sampleIds: [sampleId] }),
          ask('labeling.history', { queueId, sampleId }),
          leading && queueId === null ? ask('lead.verdicts', { sampleId }) : [],
        ]);
        // One's own labels that were brought along are the team's too.
        const team = said.filter(({ id }) => !history.some((label) => label.id === id));
        if (current) setPreviewed(item ? { state: 'loaded', item, history, team } : null);
      } catch (thrown) {
        if (current) setPreviewed({ state: 'failed', error: reportOf(thrown) });
      }
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [queueId, sampleId, arrivals, leading]);

  return sampleId === undefined ? null : previewed;
}
