import { create } from 'zustand';

/** What is opened on the labeling screen, whichever sample is on it. */
export const useScreen = create<{
  diff: boolean;
  guidelines: boolean;
  skipping: boolean;
  jumping: boolean;
}>()(() => ({ diff: true, guidelines: false, skipping: false, jumping: false }));
