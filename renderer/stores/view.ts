import { create } from 'zustand';

export const screens = ['labeling', 'browser', 'transfer', 'settings'] as const;
export type Screen = (typeof screens)[number];

export const screenNames: Record<Screen, string> = {
  labeling: 'Label',
  browser: 'Find',
  transfer: 'Import & export',
  settings: 'Settings',
};

type View = { screen: Screen; go: (screen: Screen) => void };

/** Which screen the window shows. */
export const useView = create<View>()((set) => ({
  screen: 'labeling',
  go: (screen) => set({ screen }),
}));
