import { setTimeout } from 'node:timers/promises';

/** Time as a run goes by it; simulated where days must pass in a moment. */
export type Clock = {
  /** Milliseconds that only go forward: no change of the machine's clock shortens a wait. */
  now(): number;
  /** Resolves after so long, or as soon as the signal comes. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (ms, signal) => setTimeout(ms, undefined, { signal }).catch(() => {}),
};
