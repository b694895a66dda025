import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Outcome, Schedule } from '../../electron/service/sync/schedule.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A schedule whose exchanges end as `outcome` says, and the times at which they began. */
function scheduleOf(outcome: () => Outcome) {
  const began: number[] = [];
  const schedule = new Schedule(
    async () => {
      began.push(Date.now());
      return outcome();
    },
    () => {},
  );
  return { schedule, began };
}

it('asks once a minute while nothing happens', async () => {
  const { schedule, began } = scheduleOf(() => 'again');
  await schedule.now();
  await vi.advanceTimersByTimeAsync(10 * 60_000);
  expect(began).toHaveLength(11);
});

it('sends a burst in one piece a second after it ends, and waits for no end longer than 15 seconds', async () => {
  const { schedule, began } = scheduleOf(() => 'again');
  await schedule.now();
  for (let label = 0; label < 5; label++) {
    schedule.touched();
    await vi.advanceTimersByTimeAsync(900);
  }
  expect(began).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(began).toHaveLength(2);
  for (let label = 0; label < 20; label++) {
    schedule.touched();
    await vi.advanceTimersByTimeAsync(900);
  }
  expect(began).toHaveLength(3);
});

it('comes back later and later while the server is away, and never waits longer than five minutes', async () => {
  let outcome: Outcome = 'retry';
  const { schedule, began } = scheduleOf(() => outcome);
  await schedule.now();
  // Work goes on meanwhile, and asks nothing of a network that is not there.
  const labeling = setInterval(() => schedule.touched(), 500);
  await vi.advanceTimersByTimeAsync(3 * 3_600_000);
  clearInterval(labeling);
  const waits = began.slice(1).map((time, index) => time - (began[index] ?? 0));
  expect(Math.max(...waits)).toBeLessThanOrEqual(5 * 60_000);
  expect(Math.max(...waits)).toBeGreaterThan(60_000);
  expect(began.length).toBeLessThan(300);
  outcome = 'again';
  await schedule.now();
  const { length } = began;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(began).toHaveLength(length + 1);
});

it('waits for a person where only a person can help', async () => {
  const { schedule, began } = scheduleOf(() => 'wait');
  await schedule.now();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(began).toHaveLength(1);
  expect(schedule.dueAt).toBeNull();
});

it('begins right after the exchange under way when a person asks during it', async () => {
  let end = () => {};
  let begun = 0;
  const schedule = new Schedule(
    () => {
      begun++;
      return new Promise((resolve) => {
        end = () => resolve('again');
      });
    },
    () => {},
  );
  const first = schedule.now();
  const second = schedule.now();
  expect(begun).toBe(1);
  end();
  await first;
  await vi.advanceTimersByTimeAsync(0);
  expect(begun).toBe(2);
  end();
  await second;
  await schedule.close();
  await schedule.now();
  expect(begun).toBe(2);
});
