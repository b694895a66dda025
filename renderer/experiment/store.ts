import { create } from 'zustand';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { ActiveModel } from '../../shared/domain/active-model.ts';
import type { ExperimentStanding, LiveExperiment } from '../../shared/domain/live-experiment.ts';
import type { SetBack } from '../../shared/domain/set-back.ts';
import { ask, listen } from '../client.ts';

type DeployState = {
  list: CallOutput<'experiment.list'> | null;
  /** What leads had decided and a restored server has lost. */
  setBack: readonly SetBack[];
  /** The experiment that is looked at; null for the newest. */
  chosen: string | null;
  /** How that one stands; null before it starts and while it is counted. */
  standing: { id: string; standing: ExperimentStanding | null } | null;
};

/** The experiments and active models of the team, while their screen is open. */
export const useDeploy = create<DeployState>()(() => ({ list: null, setBack: [], chosen: null, standing: null }));

/** The experiment that is looked at. */
export function chosenOf({ list, chosen }: DeployState): LiveExperiment | null {
  const experiments = list?.experiments ?? [];
  return experiments.find(({ id }) => id === chosen) ?? experiments[0] ?? null;
}

export function standingOf({ standing }: DeployState, id: string): ExperimentStanding | null {
  return standing?.id === id ? standing.standing : null;
}

export function activeModelOf(models: readonly ActiveModel[], agent: string): ActiveModel | null {
  return models.find((model) => model.agent === agent) ?? null;
}

export async function loadDeploy(): Promise<void> {
  const [list, setBack] = await Promise.all([ask('experiment.list'), ask('experiment.setBack')]);
  useDeploy.setState({ list, setBack });
  await loadStanding();
}

/** How the chosen experiment stands; what was counted of another meanwhile is dropped. */
async function loadStanding(): Promise<void> {
  const id = chosenOf(useDeploy.getState())?.id;
  if (id === undefined) return;
  const standing = await ask('experiment.standing', { id });
  if (chosenOf(useDeploy.getState())?.id === id) useDeploy.setState({ standing: { id, standing } });
}

export async function choose(id: string): Promise<void> {
  useDeploy.setState({ chosen: id });
  await loadStanding();
}

/** Rows come in pages: all is counted anew once they have come to rest. */
const restMs = 500;
/** A look may become due while nothing comes. */
const lookMs = 60_000;

export function followDeploy(): () => void {
  let later: ReturnType<typeof setTimeout> | undefined;
  const load = () => void loadDeploy().catch((thrown: unknown) => console.error(thrown));
  const soon = () => {
    clearTimeout(later);
    later = setTimeout(load, restMs);
  };
  let syncedAt: string | null = null;
  const stop = [
    listen('samples.changed', soon),
    listen('sync', (status) => {
      if (status.syncedAt === syncedAt) return;
      syncedAt = status.syncedAt;
      soon();
    }),
  ];
  const timer = setInterval(load, lookMs);
  return () => {
    clearTimeout(later);
    clearInterval(timer);
    for (const end of stop) end();
  };
}
