import { create } from 'zustand';
import { defaultPreferences, type Preferences } from '../../shared/domain/settings.ts';
import { ask, listen } from '../client.ts';
import { optimistic } from './optimistic.ts';

type PreferencesState = {
  preferences: Preferences;
  load: () => Promise<void>;
  /** @throws AssayError when it could not be saved; what is shown is then again what was. */
  update: (change: Partial<Preferences>) => Promise<void>;
};

/** What this person prefers on this machine, whatever workspace is open. */
export const usePreferences = create<PreferencesState>()((set, get) => ({
  preferences: defaultPreferences,
  load: async () => set({ preferences: await ask('shell.preferences') }),
  update: optimistic<Preferences>({
    read: () => get().preferences,
    show: (preferences) => set({ preferences: preferences ?? defaultPreferences }),
    save: (change) => ask('shell.updatePreferences', change),
  }),
}));

/** Shows the theme, now and whenever it changes; “system” is left to the style sheet, which follows it live. */
export function followPreferences(): () => void {
  const show = ({ preferences }: PreferencesState) => {
    document.documentElement.dataset['theme'] = preferences.theme;
  };
  show(usePreferences.getState());
  const stopShowing = usePreferences.subscribe(show);
  const stopListening = listen('preferences', (preferences) => usePreferences.setState({ preferences }));
  return () => {
    stopShowing();
    stopListening();
  };
}
