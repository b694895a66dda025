import { create } from 'zustand';
import { listen } from '../client.ts';
import { usePreferences } from './preferences.ts';
import { ActiveClock } from './sitting-clock.ts';

type Sitting = {
  /** Labels committed since the window opened. */
  labels: number;
  /** Labels an hour of working time; null until there are enough to say. */
  pace: number | null;
  paused: boolean;
};

/** Below this a pace is noise. */
const labelsForPace = 3;

/** This sitting: from opening the window to closing it. */
export const useSitting = create<Sitting>()(() => ({ labels: 0, pace: null, paused: false }));

const clock = new ActiveClock(usePreferences.getState().preferences.idleSeconds * 1000);
/** Everything that must hold for time to count. */
const present = { visible: true, focused: true, here: true, working: false, paused: false };

function settle(change: Partial<typeof present>): void {
  Object.assign(present, change);
  const now = performance.now();
  if (Object.values({ ...present, paused: !present.paused }).every(Boolean)) clock.start(now);
  else clock.stop(now);
}

/** Working time since the window opened, in milliseconds: what an item's own time is a difference of. */
export function workedMs(): number {
  return clock.read(performance.now());
}

/** Counts labels: +1 for one committed, −1 for one taken back. */
export function countLabel(step: 1 | -1): void {
  useSitting.setState(({ labels }) => {
    const next = Math.max(0, labels + step);
    const hours = workedMs() / 3_600_000;
    return { labels: next, pace: next >= labelsForPace && hours > 0 ? Math.round(next / hours) : null };
  });
}

export function setPaused(paused: boolean): void {
  settle({ paused });
  useSitting.setState({ paused });
}

/** Follows what tells whether somebody is at work; returns the function that stops. */
export function followPresence(): () => void {
  const input = () => clock.input(performance.now());
  const inputs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;
  const looks = () => settle({ visible: document.visibilityState === 'visible', focused: document.hasFocus() });
  for (const name of inputs) addEventListener(name, input, { capture: true, passive: true });
  document.addEventListener('visibilitychange', looks);
  addEventListener('focus', looks);
  addEventListener('blur', looks);
  const stopPresence = listen('presence', ({ away }) => settle({ here: !away }));
  const stopPreferences = usePreferences.subscribe(({ preferences }) => {
    clock.idleMs = preferences.idleSeconds * 1000;
  });
  looks();
  settle({ working: true });
  return () => {
    settle({ working: false });
    for (const name of inputs) removeEventListener(name, input, { capture: true });
    document.removeEventListener('visibilitychange', looks);
    removeEventListener('focus', looks);
    removeEventListener('blur', looks);
    stopPresence();
    stopPreferences();
  };
}
