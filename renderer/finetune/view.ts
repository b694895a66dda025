import { create } from 'zustand';
import type { Run } from '../../shared/domain/run.ts';

export type FinetuneView = 'runs' | 'new' | 'models' | 'providers';

type ViewState = {
  view: FinetuneView;
  /** Null shows the newest. */
  run: string | null;
  /** Null shows the first. */
  provider: string | null;
};

/** What the screen shows; kept while other screens are open. */
export const useFinetune = create<ViewState>()(() => ({ view: 'runs', run: null, provider: null }));

export function show(view: FinetuneView): void {
  useFinetune.setState({ view });
}

/** Where the run that is looked at stands among all of them. */
export function shownAt(runs: readonly Run[], { run }: Pick<ViewState, 'run'>): number {
  return Math.max(
    0,
    runs.findIndex(({ id }) => id === run),
  );
}

export function openRun(id: string): void {
  useFinetune.setState({ view: 'runs', run: id });
}

export function openProvider(id: string): void {
  useFinetune.setState({ view: 'providers', provider: id });
}
