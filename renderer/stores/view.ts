import { create } from 'zustand';

/** The screens that the navigation leads to, in its order. */
export const screens = [
  'labeling',
  'browser',
  'import',
  'dataset',
  'readiness',
  'finetune',
  'evaluation',
  'deploy',
  'jobs',
  'team',
  'lead',
  'settings',
] as const;
/** Practice and a lead's final verdicts are begun from one of these, and lead back there. */
export type Screen = (typeof screens)[number] | 'practice' | 'settling';

export const screenNames: Record<Screen, string> = {
  labeling: 'Label',
  browser: 'Find',
  import: 'Import',
  dataset: 'Datasets',
  readiness: 'Readiness',
  finetune: 'Fine-tune',
  evaluation: 'Evaluate',
  deploy: 'Deploy',
  jobs: 'Jobs',
  team: 'Team',
  lead: 'Lead',
  settings: 'Settings',
  practice: 'Practice',
  settling: 'Final verdicts',
};

type View = { screen: Screen; go: (screen: Screen) => void };

/** Which screen the window shows. */
export const useView = create<View>()((set) => ({
  screen: 'labeling',
  go: (screen) => set({ screen }),
}));
