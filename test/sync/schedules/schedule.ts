import fc from 'fast-check';
import { type Better, betters } from '../../../shared/domain/comparison.ts';
import { type Fault, faults } from '../proxy.ts';
import type { Crash } from './device.ts';

export const sampleCount = 5;

export type Step =
  | { do: 'label'; device: number; sample: number; score: 1 | 2 | 3 | 4 | 5 }
  | { do: 'poison'; device: number; sample: number; by: 'characters' | 'a defect' }
  | { do: 'skip'; device: number; sample: number }
  | { do: 'undo'; device: number }
  | { do: 'judge'; device: number; sample: number; better: Better }
  | { do: 'unjudge'; device: number }
  | { do: 'clock'; device: number; offMs: number }
  | { do: 'claim'; who: 'ann' | 'ben'; count: number; faults: (Fault | null)[] }
  | { do: 'exchange'; device: number; anew: boolean; faults: (Fault | null)[]; crash: Crash | null }
  | { do: 'rewrite'; sample: number }
  | { do: 'revoke'; sample: number }
  | { do: 'hold' }
  | { do: 'let go' }
  | { do: 'back up' }
  | { do: 'restore' };

const day = 86_400_000;

const device = fc.nat({ max: 1 });
const sample = fc.nat({ max: sampleCount - 1 });
const score = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const);
const offMs = fc.constantFrom(0, day, -day, 365 * day, -365 * day);
const badNetwork = fc.array(fc.option(fc.constantFrom(...faults), { freq: 2 }), { maxLength: 8 });
const crash = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({ at: fc.nat({ max: 6 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  },
);
const who = fc.constantFrom('ann' as const, 'ann' as const, 'ben' as const);
const count = fc.integer({ min: 1, max: 3 });
const anew = fc.constantFrom(false, false, false, true);

/** A step of a kind, with what is drawn for it. */
const a = <K extends Step['do'], T>(kind: K, parts: { [P in keyof T]: fc.Arbitrary<T[P]> }) =>
  fc.record(parts).map((drawn) => ({ do: kind, ...drawn }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: a('label', { device, sample, score }) },
  {
    weight: 1,
    arbitrary: a('poison', { device, sample, by: fc.constantFrom('characters' as const, 'a defect' as const) }),
  },
  { weight: 2, arbitrary: a('skip', { device, sample }) },
  { weight: 1, arbitrary: a('undo', { device }) },
  { weight: 2, arbitrary: a('judge', { device, sample, better: fc.constantFrom(...betters) }) },
  { weight: 1, arbitrary: a('unjudge', { device }) },
  { weight: 1, arbitrary: a('clock', { device, offMs }) },
  { weight: 2, arbitrary: a('claim', { who, count, faults: badNetwork }) },
  { weight: 8, arbitrary: a('exchange', { device, anew, faults: badNetwork, crash }) },
  { weight: 1, arbitrary: a('rewrite', { sample }) },
  { weight: 1, arbitrary: a('revoke', { sample }) },
  // A neighbour's transaction, without which everything is told as soon as it is written.
  { weight: 1, arbitrary: a('hold', {}) },
  { weight: 1, arbitrary: a('let go', {}) },
);

/** Nothing goes wrong. */
const exchange = (device: number): Step => ({ do: 'exchange', device, anew: false, faults: [], crash: null });

/** Work is taken and brought to both devices first: without it there is nothing to go wrong. */
const opening: Step[] = [{ do: 'claim', who: 'ann', count: 3, faults: [] }, ...[0, 1].map(exchange)];

const middle = fc.array(step, { minLength: 6, maxLength: 20, size: 'max' });

/** What may happen between two devices of one labeler and the server, in which order. */
export const schedules = middle.map((steps) => [...opening, ...steps]);

/** The same, with a server that is set back once to what it was after the first exchanges. */
export const restoredSchedules = fc
  .tuple(middle, fc.nat({ max: 16 }))
  .map(([steps, at]): Step[] => [
    ...opening,
    { do: 'back up' },
    ...steps.slice(0, at),
    { do: 'restore' },
    ...steps.slice(at),
  ]);

/** Schedules that once failed. */
export const restoredBefore: Step[][] = [
  // Both labels are told again by the device whose clock is wrong, and have other times on the server than before.
  [
    ...opening,
    { do: 'back up' },
    { do: 'label', device: 1, sample: 1, score: 1 },
    exchange(1),
    { do: 'exchange', device: 0, anew: true, faults: [null, 'busy'], crash: null },
    { do: 'label', device: 0, sample: 1, score: 4 },
    { do: 'clock', device: 0, offMs: 365 * day },
    { do: 'restore' },
    exchange(0),
  ],
  // One device tells both labels again, and had come to know the older one last.
  [
    ...opening,
    { do: 'back up' },
    { do: 'label', device: 1, sample: 0, score: 2 },
    { do: 'label', device: 0, sample: 0, score: 4 },
    { do: 'exchange', device: 1, anew: false, faults: [null, null, null, null, null, 'lose'], crash: null },
    { do: 'exchange', device: 0, anew: true, faults: ['expired'], crash: null },
    { do: 'exchange', device: 0, anew: false, faults: [null, 'lose'], crash: null },
    { do: 'restore' },
  ],
];
