import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Journal } from '../../renderer/stores/draft-journal.ts';
import { ItemCache } from '../../renderer/stores/loop-cache.ts';
import { Trail } from '../../renderer/stores/loop-trail.ts';
import { ActiveClock } from '../../renderer/stores/sitting-clock.ts';
import { untouched } from '../../shared/contract/calls.ts';
import { sampleFrom } from '../fixtures/labels.ts';

describe('working time', () => {
  const clock = () => new ActiveClock(60_000);
  it('counts from start to stop', () => {
    const time = clock();
    time.start(1000);
    time.stop(5000);
    time.stop(9000);
    expect(time.read(20_000)).toBe(4000);
  });
  it('stops counting when nothing is put in for as long as the idle limit', () => {
    const time = clock();
    time.start(0);
    expect(time.read(600_000)).toBe(60_000);
    time.input(600_000);
    expect(time.read(601_000)).toBe(61_000);
  });
  it('any input within the limit keeps it going', () => {
    const time = clock();
    time.start(0);
    for (let now = 0; now <= 300_000; now += 30_000) time.input(now);
    expect(time.read(300_000)).toBe(300_000);
  });
  it('does not count what happens while stopped: another window, a pause, a locked machine', () => {
    const time = clock();
    time.start(0);
    time.stop(1000);
    time.input(2000);
    expect(time.read(3000)).toBe(1000);
    time.start(10_000);
    expect(time.read(10_500)).toBe(1500);
  });
  it('starting twice counts once', () => {
    const time = clock();
    time.start(0);
    time.start(500);
    expect(time.read(1000)).toBe(1000);
  });
  it('a shorter limit holds from the last input on', () => {
    const time = clock();
    time.start(0);
    time.idleMs = 10_000;
    expect(time.read(60_000)).toBe(10_000);
  });
});

describe('the journal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const journal = () => {
    const saved: number[] = [];
    return { saved, journal: new Journal(() => saved.push(performance.now())) };
  };

  it('saves once typing rests', () => {
    const { saved, journal: typed } = journal();
    typed.touch();
    vi.advanceTimersByTime(100);
    typed.touch();
    vi.advanceTimersByTime(200);
    expect(saved).toHaveLength(1);
    expect(typed.unsaved).toBe(false);
  });
  it('leaves no change unsaved for 500 ms, however long the typing goes on', () => {
    const { saved, journal: typed } = journal();
    const start = performance.now();
    for (let n = 0; n < 200; n += 1) {
      typed.touch();
      vi.advanceTimersByTime(30);
    }
    const gaps = saved.map((at, index) => at - (saved[index - 1] ?? start));
    expect(saved.length).toBeGreaterThan(10);
    expect(Math.max(...gaps)).toBeLessThan(500);
  });
  it('flushes at once, and only what is unsaved', () => {
    const { saved, journal: typed } = journal();
    typed.flush();
    typed.touch();
    typed.flush();
    vi.advanceTimersByTime(1000);
    expect(saved).toHaveLength(1);
  });
  it('forgets what was committed', () => {
    const { saved, journal: typed } = journal();
    typed.touch();
    typed.forget();
    vi.advanceTimersByTime(1000);
    expect(saved).toEqual([]);
  });
});

describe('the trail', () => {
  const trail = (...ids: string[]) => {
    const made = new Trail();
    made.append(ids);
    return made;
  };
  it('offers no sample twice, even when the order names it again', () => {
    const made = trail('a', 'b');
    made.append(['b', 'c', 'a']);
    expect([made.length, made.ahead(9)]).toEqual([3, ['b', 'c']]);
  });
  it('puts a sample of elsewhere before the current one, so that the next key leads back to it', () => {
    const made = trail('a', 'b', 'c');
    made.at = 1;
    made.at = made.indexOf('x');
    expect([made.current, made.previous, made.ahead(1)]).toEqual(['x', 'a', ['b']]);
    expect(made.indexOf('c')).toBe(3);
  });
  it('forgets what is to come, and takes it again', () => {
    const made = trail('a', 'b', 'c');
    made.cut();
    made.append(['c', 'b']);
    expect(made.ahead(9)).toEqual(['c', 'b']);
  });
  it('a sample that is looked at out of the order comes before the current one, and the order goes on behind it', () => {
    const made = trail('a', 'b', 'c', 'd');
    made.at = 1;
    made.at = made.visit('d');
    expect([made.current, made.place, made.ahead(9)]).toEqual(['d', 'b', ['b', 'c']]);
    made.at = made.visit('x');
    made.cut();
    expect([made.current, made.asked, made.ahead(9)]).toEqual(['x', 'b', ['d', 'b']]);
    made.remove('b');
    made.cut();
    expect([made.place, made.asked]).toEqual([null, 'a']);
    expect(made.visit('x')).toBe(made.at);
  });
  it('a sample that is gone leaves the place to the next', () => {
    const made = trail('a', 'b', 'c');
    made.at = 1;
    made.remove('b');
    expect(made.current).toBe('c');
    made.remove('a');
    expect(made.current).toBe('c');
  });
  it('has an end', () => {
    const made = trail('a');
    made.at = 1;
    expect(made.current).toBeNull();
  });
});

it('the cache holds as many items as it may, the newest', () => {
  const cache = new ItemCache(3);
  const item = (sampleId: string) => ({ ...untouched, sample: { ...sampleFrom(), sampleId } });
  for (const id of ['a', 'b', 'c', 'a', 'd']) cache.put(item(id));
  expect(['a', 'b', 'c', 'd'].filter((id) => cache.get(id))).toEqual(['a', 'c', 'd']);
  cache.clear('d');
  expect(['a', 'b', 'c', 'd'].filter((id) => cache.get(id))).toEqual(['d']);
});
