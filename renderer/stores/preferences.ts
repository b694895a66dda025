import { create } from 'zustand';
import { defaultPreferences, type Preferences } from '../../shared/domain/settings.ts';
import { ask, listen } from '../client.ts';

type PreferencesState = {
  preferences: Preferences;
  load: () => Promise<void>;
  /** @throws AssayError when it could not be saved; what is shown stays as it was. */
  update: (change: Partial<Preferences>) => Promise<void>;
};

/** What this person prefers on this machine, whatever workspace is open. */
export const usePreferences = create<PreferencesState>()((set) => ({
  preferences: defaultPreferences,
  load: async () => set({ preferences: await ask('shell.preferences') }),
  update: async (change) => set({ preferences: await ask('shell.updatePreferences', change) }),
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
