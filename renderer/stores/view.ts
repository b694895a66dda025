import { create } from 'zustand';

/** The screens that the navigation leads to, in its order. */
export const screens = ['labeling', 'browser', 'transfer', 'team', 'lead', 'settings'] as const;
/** Practice is begun from the welcome, the menu and the settings; leaving it leads back to one of the others. */
export type Screen = (typeof screens)[number] | 'practice';

export const screenNames: Record<Screen, string> = {
  labeling: 'Label',
  browser: 'Find',
  transfer: 'Import & export',
  team: 'Team',
  lead: 'Lead',
  settings: 'Settings',
  practice: 'Practice',
};

type View = { screen: Screen; go: (screen: Screen) => void };

/** Which screen the window shows. */
export const useView = create<View>()((set) => ({
  screen: 'labeling',
  go: (screen) => set({ screen }),
}));
