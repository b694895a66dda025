import { create } from 'zustand';
import type { Model } from '../../shared/domain/model.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { Journal } from '../stores/draft-journal.ts';
import { reportOf } from '../ui/error-note.tsx';
import { attempt } from '../ui/notice.tsx';

type ModelsState = {
  /** Tuned ones first; null until they were read. */
  models: readonly Model[] | null;
  error: ErrorReport | null;
  /** The chosen one, by its key; null shows the first. */
  chosen: string | null;
  /** Notes as they were typed in this window, by the key of their model: nobody else writes them meanwhile. */
  typed: ReadonlyMap<string, string>;
};

/** The registry, as last read. */
export const useModels = create<ModelsState>()(() => ({ models: null, error: null, chosen: null, typed: new Map() }));

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

const journal = new Journal(() => void attempt(saveNotes));

/** Takes down what is typed: it is saved by itself, whatever is looked at next. */
export function note(model: Model, notes: string): void {
  useModels.setState(({ typed }) => ({ typed: new Map(typed).set(keyOf(model), notes) }));
  journal.touch();
}

/** What could not be saved stays typed, and goes along the next time. */
async function saveNotes(): Promise<void> {
  const { models, typed } = useModels.getState();
  await Promise.all(
    (models ?? []).map(async ({ providerId, name, notes: kept }) => {
      const key = keyOf({ providerId, name });
      const notes = typed.get(key) ?? kept;
      if (notes === kept) return;
      await ask('models.note', { providerId, name, notes });
      useModels.setState(({ models: now }) => ({
        models: now?.map((model) => (keyOf(model) === key ? { ...model, notes } : model)) ?? null,
      }));
    }),
  );
}
