import { create } from 'zustand';
import type { CostSettings } from '../../shared/domain/costs.ts';
import type { CountedReadiness } from '../../shared/domain/readiness.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { useView } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';

type ReadinessState = {
  /** As it was counted last; it says itself when that was. */
  counted: CountedReadiness | null;
  /** How far a running count is, from 0 to 1; null when none runs. */
  counting: number | null;
  error: ErrorReport | null;
  /** The path of the report that was saved last. */
  saved: string | null;
};

/** How ready the data is; kept while other screens are open. */
export const useReadiness = create<ReadinessState>()(() => ({
  counted: null,
  counting: null,
  error: null,
  saved: null,
}));

const { getState: get, setState: set } = useReadiness;

/** Counts are numbered: whoever asks later, or leaves, is who is answered. */
let latest = 0;

export async function countReadiness(): Promise<void> {
  const mine = ++latest;
  set({ counting: 0, error: null });
  announce('Counting.');
  try {
    const counted = await ask('readiness.count');
    if (mine !== latest) return;
    set({ counted, counting: null, saved: null });
    announce('Counted.');
  } catch (thrown) {
    if (mine === latest) set({ error: reportOf(thrown), counting: null });
  }
}

/** Follows a count for as long as somebody looks; nobody waits for it afterwards. */
export function followReadiness(): () => void {
  const stop = listen('dataset.surveying', ({ share }) => {
    if (get().counting !== null) set({ counting: share });
  });
  return () => {
    stop();
    if (get().counting === null) return;
    latest++;
    set({ counting: null });
    void ask('dataset.stopCount');
  };
}

/** The team has erased samples: a count may quote them, so that it goes, and is made anew where somebody looks at it. */
export function followErased(): () => void {
  return listen('samples.erased', () => {
    const { counted, counting } = get();
    set({ counted: null });
    if (useView.getState().screen === 'readiness' && (counted || counting !== null)) void countReadiness();
  });
}

/**
 * Saves what is on the page as one HTML file, where a person chooses.
 *
 * @throws AssayError when it could not be written
 */
export async function saveReport(): Promise<void> {
  const { counted } = get();
  if (!counted) return;
  const day = counted.readiness.asOf.slice(0, 10);
  const path = await ask('shell.pickReport', { suggestedName: `readiness-${day}.html` });
  if (path === null) return;
  await ask('readiness.report', { path });
  set({ saved: path });
  announce(`The report is saved as ${path}.`);
}

/**
 * Keeps prices and assumptions with the workspace, and weighs again what was counted.
 *
 * @throws AssayError when it could not be saved
 */
export async function saveCosts(change: (costs: CostSettings) => CostSettings): Promise<void> {
  const { settings, updateSettings } = useWorkspace.getState();
  if (!settings) return;
  await updateSettings({ costs: change(settings.costs) });
  const counted = await ask('readiness.reckon');
  if (counted && get().counting === null) set({ counted, saved: null });
}
