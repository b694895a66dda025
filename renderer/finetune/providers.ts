import { create } from 'zustand';
import type { CallInput } from '../../shared/contract/calls.ts';
import type { ListedProvider, ServedModel } from '../../shared/domain/provider.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';
import { dropPreflight } from './preflight.ts';

/** What a server said when it was asked for its models. */
export type Answer = { state: 'asking' } | { state: 'listed'; models: readonly ServedModel[] } | Refusal;
type Refusal = { state: 'failed'; error: ErrorReport };

type ProvidersState = {
  /** Null until they were read. */
  list: readonly ListedProvider[] | null;
  error: ErrorReport | null;
  /** By provider; those that nobody has asked are missing. */
  answers: Readonly<Record<string, Answer>>;
};

/** The providers of the workspace, and what they said while the window is open. Keys are never here. */
export const useProviders = create<ProvidersState>()(() => ({ list: null, error: null, answers: {} }));

const { getState: get, setState: set } = useProviders;

export async function loadProviders(): Promise<void> {
  try {
    set({ list: await ask('providers.list'), error: null });
  } catch (thrown) {
    set({ error: reportOf(thrown) });
  }
}

/** What providers are called in a select, by their ids: those of one name with the short name that nobody else has. */
export function namesOf(providers: readonly ListedProvider[]): Record<string, string> {
  const names = providers.map(({ name }) => name);
  const isAlone = (name: string) => names.indexOf(name) === names.lastIndexOf(name);
  return Object.fromEntries(providers.map(({ id, name }) => [id, isAlone(name) ? name : `${name} (${id})`]));
}

function answer(id: string, said: Answer | null): void {
  const { [id]: _, ...others } = get().answers;
  set({ answers: said === null ? others : { ...others, [id]: said } });
}

/** Asks a server for its models, by which its key is tried as well. */
export async function askModels(id: string): Promise<void> {
  const asking: Answer = { state: 'asking' };
  answer(id, asking);
  const said: Answer = await ask('providers.models', { id }).then(
    ({ models }) => ({ state: 'listed', models }),
    (thrown: unknown) => ({ state: 'failed', error: reportOf(thrown) }),
  );
  // Somebody may have asked again, or changed the key or the server meanwhile.
  if (get().answers[id] === asking) answer(id, said);
}

/** The key goes out and is kept nowhere here; what waited for it goes on. */
export async function setKey(id: string, key: string): Promise<void> {
  await ask('providers.setKey', { id, key });
  await changed(id);
}

export async function forgetKey(id: string): Promise<void> {
  await ask('providers.forgetKey', { id });
  await changed(id);
}

export async function saveProvider(provider: CallInput<'providers.save'>): Promise<void> {
  await ask('providers.save', provider);
  await changed(provider.id);
}

export async function removeProvider(id: string): Promise<void> {
  await ask('providers.remove', { id });
  await changed(id);
}

async function changed(id: string): Promise<void> {
  answer(id, null);
  dropPreflight();
  await loadProviders();
}
