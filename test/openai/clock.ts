/** The server's time, in milliseconds since 1970. What a job has come to is computed from it when somebody asks. */
export type Clock = { now(): number };

/** Time as it passes, or so many times as fast from the moment of this call on. */
export function runningClock(speed = 1): Clock {
  const start = Date.now();
  return { now: () => start + (Date.now() - start) * speed };
}

/** Time that passes only when a test says so. */
export class FakeClock implements Clock {
  #now: number;

  constructor(start = Date.UTC(2026, 10, 26, 9)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  advance(by: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, minutes = 0, seconds = 0 } = by;
    this.#now += (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
  }
}

/** The API's own form of a time: whole seconds since 1970. */
export const unixSeconds = (ms: number): number => Math.floor(ms / 1000);
