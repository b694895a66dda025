import { create } from 'zustand';
import type { ExportCounts, ExportFilters } from '../../shared/domain/job.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';

/** Changes in quick succession are one wish: a count reads every sample. */
const changePause = 250;

type Transfer = {
  filters: ExportFilters;
  /** What the filters and the gate make of the samples, as last counted. */
  counts: ExportCounts | null;
  /** How far a running count is, from 0 to 1; null when none runs. */
  counting: number | null;
  error: ErrorReport | null;
};

/** What an export would hold; kept while other screens are open. */
export const useTransfer = create<Transfer>()(() => ({ filters: {}, counts: null, counting: null, error: null }));

const { getState: get, setState: set } = useTransfer;

/** Counts are numbered: an answer to an older wish is dropped. */
let latest = 0;
let pause: ReturnType<typeof setTimeout> | undefined;

/** Counts anew once no more changes come; a count that is still running is stopped by it. */
export function recount(): void {
  const mine = ++latest;
  set({ counting: 0 });
  clearTimeout(pause);
  pause = setTimeout(() => void countOnce(mine), changePause);
}

async function countOnce(mine: number): Promise<void> {
  try {
    const counts = await ask('dataset.preview', { filters: get().filters });
    if (mine === latest) set({ counts, error: null, counting: null });
  } catch (thrown) {
    if (mine === latest) set({ error: reportOf(thrown), counting: null });
  }
}

/** Follows a count for as long as somebody looks; nobody waits for it afterwards. */
export function followCount(): () => void {
  const stop = listen('dataset.counting', ({ done, total }) => {
    if (get().counting !== null && total) set({ counting: done / total });
  });
  return () => {
    stop();
    clearTimeout(pause);
    latest++;
    set({ counting: null });
    void ask('dataset.stopPreview');
  };
}

export function setExportFilters(filters: ExportFilters): void {
  set({ filters });
  recount();
}
