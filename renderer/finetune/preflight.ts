import { v7 as uuidv7 } from 'uuid';
import { create } from 'zustand';
import { isRefused, type Preflight } from '../../shared/domain/preflight.ts';
import type { Run, RunPlan } from '../../shared/domain/run.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { reportOf } from '../ui/error-note.tsx';

/** What was found, about which plan; and the name of the run that may come of it: pressed twice, it begins once. */
type Found = { plan: RunPlan; preflight: Preflight; runId: string };

type PreflightState = {
  found: Found | null;
  /** How far the files are read, from 0 to 1; null while nothing is looked at. */
  share: number | null;
  error: ErrorReport | null;
};

const nothing: PreflightState = { found: null, share: null, error: null };

/** The last look at a plan before it is begun. */
export const usePreflight = create<PreflightState>()(() => nothing);

/**
 * What was found about this plan. What the form chooses by itself may change below a look: a dataset is built meanwhile,
 * and is the newest now.
 */
export function useFound(plan: RunPlan | null): Found | null {
  const found = usePreflight((state) => state.found);
  return found && JSON.stringify(found.plan) === JSON.stringify(plan) ? found : null;
}

const { getState: get, setState: set } = usePreflight;
type Workspace = ReturnType<typeof useWorkspace.getState>;

/** Looks are numbered: an answer to an older one is dropped. */
let latest = 0;

export async function look(plan: RunPlan): Promise<void> {
  const mine = ++latest;
  set({ found: null, share: 0, error: null });
  announce('Looking.');
  try {
    const preflight = await ask('finetune.preflight', plan);
    if (mine !== latest) return;
    set({ found: { plan, preflight, runId: uuidv7() }, share: null });
    announce(isRefused(preflight) ? 'It cannot be begun.' : 'It can be begun.');
  } catch (thrown) {
    if (mine === latest) set({ share: null, error: reportOf(thrown) });
  }
}

/** @returns false when nothing was being looked at */
export function stopLooking(): boolean {
  if (get().share === null) return false;
  latest++;
  set(nothing);
  void ask('finetune.stopPreflight');
  return true;
}

/** What was found holds no longer. */
export function dropPreflight(): void {
  if (!stopLooking()) set(nothing);
}

/** Follows a look for as long as somebody waits for it. */
export function followLook(): () => void {
  const stop = listen('finetune.checking', ({ share }) => {
    if (get().share !== null) set({ share });
  });
  return () => {
    stop();
    stopLooking();
  };
}

/** By value: every answer to a saved setting is another object. */
const costBasis = ({ settings }: Workspace): string => JSON.stringify([settings?.costs.prices, settings?.tuning]);

// What has to be typed, and what it would cost, go by settings that can be changed here and on other screens.
useWorkspace.subscribe((now, before) => {
  if (now.settings !== before.settings && costBasis(now) !== costBasis(before)) dropPreflight();
});

/**
 * Begins what was looked at.
 *
 * @throws AssayError as finetune.create does
 */
export async function beginRun(
  { runId, plan }: { runId: string; plan: RunPlan },
  confirmed: string | null,
): Promise<Run> {
  const run = await ask('finetune.create', { id: runId, plan, confirmed });
  set(nothing);
  return run;
}
