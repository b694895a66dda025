import { create } from 'zustand';
import type { ExportCounts, ExportFilters } from '../../shared/domain/job.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';

/** Changes in quick succession are one wish: a count reads every sample. */
const changePause = 250;

type Transfer = {
  filters: ExportFilters;
  /** What the filters and the gate make of the samples, as last counted. */
  counts: ExportCounts | null;
  counting: boolean;
  error: ErrorReport | null;
};

/** What an export would hold; kept while other screens are open. */
export const useTransfer = create<Transfer>()(() => ({ filters: {}, counts: null, counting: false, error: null }));

const { getState: get, setState: set } = useTransfer;

/** Counts are numbered: an answer to an older wish is dropped. */
let latest = 0;
let pause: ReturnType<typeof setTimeout> | undefined;
let running: Promise<void> = Promise.resolve();

/** Counts anew once no more changes come; one count runs at a time. */
export function recount(): void {
  latest += 1;
  const mine = latest;
  set({ counting: true });
  clearTimeout(pause);
  pause = setTimeout(() => {
    running = running.then(() => countOnce(mine));
  }, changePause);
}

async function countOnce(mine: number): Promise<void> {
  if (mine !== latest) return;
  try {
    const counts = await ask('dataset.preview', { filters: get().filters });
    if (mine === latest) set({ counts, error: null, counting: false });
  } catch (thrown) {
    if (mine === latest) set({ error: reportOf(thrown), counting: false });
  }
}

export function setExportFilters(filters: ExportFilters): void {
  set({ filters });
  recount();
}
