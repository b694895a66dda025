import { create } from 'zustand';
import type { WorkspaceInfo } from '../../shared/contract/calls.ts';
import type { WorkspaceSettings } from '../../shared/domain/settings.ts';
import { ask, listen } from '../client.ts';
import { optimistic } from './optimistic.ts';

type WorkspaceState = {
  /** Both are null only until the start has loaded them. */
  info: WorkspaceInfo | null;
  settings: WorkspaceSettings | null;
  refresh: () => Promise<void>;
  /** @throws AssayError when it could not be saved; what is shown is then again what was. */
  updateSettings: (change: Partial<WorkspaceSettings>) => Promise<void>;
};

/** The open workspace: what it is and how it is set. */
export const useWorkspace = create<WorkspaceState>()((set, get) => ({
  info: null,
  settings: null,
  refresh: async () => {
    const [info, settings] = await Promise.all([ask('workspace.info'), ask('workspace.settings')]);
    set({ info, settings });
  },
  updateSettings: optimistic<WorkspaceSettings>({
    read: () => get().settings,
    show: (settings) => set({ settings }),
    save: (change) => ask('workspace.updateSettings', change),
  }),
}));

/** Keeps the number of samples current while an import runs. */
export function followWorkspace(): () => void {
  return listen('samples.changed', ({ samples }) =>
    useWorkspace.setState(({ info }) => (info ? { info: { ...info, samples } } : {})),
  );
}

/** What a screen of the started window reads: there the workspace is always loaded. */
export function useInfo<T>(select: (info: WorkspaceInfo) => T): T {
  return useWorkspace(({ info }) => select(loaded(info)));
}

export function useSettings<T>(select: (settings: WorkspaceSettings) => T): T {
  return useWorkspace(({ settings }) => select(loaded(settings)));
}

function loaded<T>(value: T | null): T {
  if (value === null) throw new Error('a screen was shown before the workspace was loaded');
  return value;
}
