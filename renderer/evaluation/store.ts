import { create } from 'zustand';
import type { Evaluation } from '../../shared/domain/comparison.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';
import { openComparing } from './comparing.ts';
import { useComparing } from './comparing-state.ts';

type EvaluationState = {
  view: 'list' | 'compare' | 'results';
  /** Newest first; null until it was read. */
  evaluations: readonly Evaluation[] | null;
  error: ErrorReport | null;
  /** The one that the list stands on. */
  chosen: string | null;
  /** The form of a new one is open. */
  planning: boolean;
};

/** The evaluations of the workspace, and which of them is looked at; kept while other screens are open. */
export const useEvaluations = create<EvaluationState>()(() => ({
  view: 'list',
  evaluations: null,
  error: null,
  chosen: null,
  planning: false,
}));

const { getState: get, setState: set } = useEvaluations;

export async function loadEvaluations(): Promise<void> {
  try {
    set({ evaluations: await ask('evaluation.list'), error: null });
  } catch (thrown) {
    set({ error: reportOf(thrown) });
  }
}

/** The chosen one, else the newest. */
export function chosenOf({ evaluations, chosen }: EvaluationState): Evaluation | null {
  return evaluations?.find(({ id }) => id === chosen) ?? evaluations?.[0] ?? null;
}

/** Answers come one after the other: the list is read again at most so often. */
const readEveryMs = 500;

/** Reads the list now, and again while a job of an evaluation goes on or ends. */
export function followEvaluations(): () => void {
  void loadEvaluations();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = listen('job', (job) => {
    if (job.kind !== 'evaluation' || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      void loadEvaluations();
    }, readEveryMs);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

export function judgeBlind(evaluation: Evaluation): void {
  set({ view: 'compare', chosen: evaluation.id });
  void openComparing(evaluation);
}

export function backToList(): void {
  set({ view: 'list' });
  void loadEvaluations();
}

/** Begins the sitting anew: what was on the screen may be gone. */
export async function reopen(): Promise<void> {
  await loadEvaluations();
  const evaluation = get().evaluations?.find(({ id }) => id === useComparing.getState().evaluation?.id);
  if (evaluation) await openComparing(evaluation);
  else backToList();
}
