import { isBlank } from '../../shared/domain/label.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { draftNow, useDraft } from './draft.ts';
import { flushJournals } from './draft-journal.ts';
import { announcePlace, forgetErased, goTo, itemOfLoop, leave, trailNow } from './loop.ts';
import { recount } from './loop-counts.ts';
import { useLoop } from './loop-state.ts';
import { cache, renewAhead } from './loop-supply.ts';

/** Follows what happens whichever screen is shown: samples that come, and the window that closes. */
export function followLoop(): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const stop = [
    listen('samples.changed', () => {
      // An import tells of every batch; the loop asks anew once it has come to rest.
      clearTimeout(later);
      later = setTimeout(refresh, 500);
    }),
    listen('samples.erased', ({ sampleIds }) => forgetErased(sampleIds, erasedOnScreen)),
    listen('closing', () => {
      leave();
      flushJournals();
      void ask('shell.flushed');
    }),
  ];
  return () => {
    clearTimeout(later);
    for (const end of stop) end();
  };
}

/** Samples came or changed: what is to come is asked for anew. */
function refresh(): void {
  const trail = trailNow();
  void recount();
  if (useLoop.getState().phase !== 'item') {
    trail.cut();
    cache.clear(trail.current);
    void goTo(trail.at);
    return;
  }
  // The next write meets the same fault where it can be shown.
  const logged = (thrown: unknown) => console.error(thrown);
  renewAhead(trail, () => trail === trailNow()).catch(logged);
  renew().catch(logged);
}

/**
 * Shows what the lead has said of the sample on the screen meanwhile. What was entered stays as it is, and is judged by the
 * rubric that it was entered by; a sample without an entry is shown as it is now, or no more.
 */
async function renew(): Promise<void> {
  const before = itemOfLoop();
  if (!before || before.queueId === null) return;
  const { queueId, sample } = before;
  const [told] = await ask('labeling.items', { queueId, sampleIds: [sample.sampleId] });
  const shown = itemOfLoop();
  if (shown?.queueId !== queueId || shown.sample.sampleId !== sample.sampleId) return;
  if (told?.rubricVersion !== shown.rubricVersion && isBlank(draftNow())) {
    cache.remove(sample.sampleId);
    await goTo(trailNow().at);
    announcePlace();
    return;
  }
  if (!told) return;
  const { returnedReason, question, ruling, leaseUntil } = told;
  // A write on its way knows better than the file.
  const label = useLoop.getState().unsaved === 0 ? told.label : shown.label;
  const item = { ...shown, returnedReason, question, ruling, leaseUntil, label };
  cache.put(item);
  useDraft.setState({ item });
}

const erasedOnScreen: ErrorReport = {
  kind: 'erased',
  message: 'Your team has erased the sample that was on the screen.',
  safe: 'What was entered on it is gone with it; everything else is as it was.',
  remedy: 'Go on with the next sample.',
};
