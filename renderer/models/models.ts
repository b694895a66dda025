import { create } from 'zustand';
import type { Model } from '../../shared/domain/model.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';

type ModelsState = {
  /** Tuned ones first; null until they were read. */
  models: readonly Model[] | null;
  error: ErrorReport | null;
  /** The chosen one, by its key; null shows the first. */
  chosen: string | null;
};

/** The registry, as last read. */
export const useModels = create<ModelsState>()(() => ({ models: null, error: null, chosen: null }));

export const keyOf = ({ providerId, name }: Pick<Model, 'providerId' | 'name'>): string => `${providerId} ${name}`;

export async function loadModels(): Promise<void> {
  try {
    useModels.setState({ models: await ask('models.list'), error: null });
  } catch (thrown) {
    useModels.setState({ error: reportOf(thrown) });
  }
}

export function choose(model: Model | undefined): void {
  useModels.setState({ chosen: model ? keyOf(model) : null });
}

/** Asks the provider of a model whether it is there, and until when; the answer is about all of its models. */
export async function refresh(providerId: string): Promise<void> {
  useModels.setState({ models: await ask('models.refresh', { providerId }), error: null });
}

export async function addModel(providerId: string, name: string): Promise<void> {
  await ask('models.add', { providerId, name });
  await loadModels();
  useModels.setState({ chosen: keyOf({ providerId, name }) });
}

export async function noteModel({ providerId, name }: Model, notes: string): Promise<void> {
  await ask('models.note', { providerId, name, notes });
  await loadModels();
}
