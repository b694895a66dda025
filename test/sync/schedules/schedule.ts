import fc from 'fast-check';
import { type Fault, faults } from '../proxy.ts';
import type { Crash } from './device.ts';

export const sampleCount = 5;

export type Step =
  | { do: 'label'; device: number; sample: number; score: 1 | 2 | 3 | 4 | 5 }
  | { do: 'poison'; device: number; sample: number }
  | { do: 'skip'; device: number; sample: number }
  | { do: 'undo'; device: number }
  | { do: 'claim'; count: number; faults: (Fault | null)[] }
  | { do: 'exchange'; device: number; anew: boolean; faults: (Fault | null)[]; crash: Crash | null }
  | { do: 'rewrite'; sample: number }
  | { do: 'revoke'; sample: number }
  | { do: 'restore' };

const device = fc.nat({ max: 1 });
const sample = fc.nat({ max: sampleCount - 1 });
const score = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const);
const badNetwork = fc.array(fc.option(fc.constantFrom(...faults), { freq: 2 }), { maxLength: 8 });
const crash = fc.oneof(
  { weight: 2, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({ at: fc.nat({ max: 6 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('label' as const), device, sample, score }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('poison' as const), device, sample }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('skip' as const), device, sample }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('undo' as const), device }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      count: fc.integer({ min: 1, max: 3 }),
      faults: badNetwork,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('exchange' as const),
      device,
      anew: fc.constantFrom(false, false, false, true),
      faults: badNetwork,
      crash,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rewrite' as const), sample }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), sample }) },
);

/** Work is taken and brought to both devices first: without it there is nothing to go wrong. */
const plain: fc.Arbitrary<Step[]> = fc
  .array(step, { minLength: 6, maxLength: 20, size: 'max' })
  .map((steps): Step[] => [
    { do: 'claim', count: 3, faults: [] },
    ...[0, 1].map((index): Step => ({ do: 'exchange', device: index, anew: false, faults: [], crash: null })),
    ...steps,
  ]);

/** What may happen between two devices of one labeler and the server, in which order. */
export const schedules = plain;

/** The same, with a server that is set back once to what it was after the first exchanges. */
export const restoredSchedules = fc
  .tuple(plain, fc.nat({ max: 16 }))
  .map(([steps, at]): Step[] => [...steps.slice(0, 3 + at), { do: 'restore' }, ...steps.slice(3 + at)]);
