import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ChipId,
  chipIds,
  chipsIn,
  chipValue,
  setChips,
  sortsIn,
  withChip,
  without,
} from '../../renderer/browser/chips.ts';
import { dayBefore, dayBounds, dayOf } from '../../renderer/ui/format.ts';
import { type SampleFilter, sampleFilterSchema, sampleSorts, sampleStatuses } from '../../shared/domain/browse.ts';
import { decisions } from '../../shared/domain/label.ts';
import { scaleIds } from '../../shared/domain/rubric.ts';

const moment = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString());
const share = fc.double({ min: 0, max: 1, noNaN: true });
const filter: fc.Arbitrary<SampleFilter> = fc.record(
  {
    text: fc.string({ minLength: 1, maxLength: 20 }),
    agent: fc.string({ minLength: 1 }),
    intent: fc.string({ minLength: 1 }),
    tag: fc.string({ minLength: 1 }),
    conversationId: fc.string({ minLength: 1 }),
    status: fc.constantFrom(...sampleStatuses),
    decision: fc.constantFrom(...decisions),
    hasCorrection: fc.boolean(),
    score: fc.record({ scale: fc.constantFrom(...scaleIds), min: fc.constantFrom(1, 2), max: fc.constantFrom(3, 5) }),
    minConfidence: share,
    maxConfidence: share,
    from: moment,
    to: moment,
  },
  { requiredKeys: [] },
);

test('in a team’s queue nothing asks how sure the agent was', () => {
  const queue = '0198c0de-0000-7000-8000-000000000001';
  expect(chipsIn(null)).toEqual(chipIds);
  expect(chipIds.filter((chip) => !chipsIn(queue).includes(chip))).toEqual(['confidence']);
  expect(sortsIn(null)).toEqual(sampleSorts);
  expect(sampleSorts.filter((sort) => !sortsIn(queue).includes(sort))).toEqual(['least_confident']);
});

describe('chips and filter', () => {
  test('every field of the filter but queue and text has exactly one chip', () => {
    const whole: Required<SampleFilter> = {
      queue: '0198c0de-0000-7000-8000-000000000001',
      text: 'a',
      agent: 'a',
      intent: 'a',
      tag: 'a',
      conversationId: 'a',
      status: 'labeled',
      decision: 'edit',
      hasCorrection: false,
      score: { scale: 'tone', min: 1, max: 2 },
      minConfidence: 0,
      maxConfidence: 1,
      from: '2026-01-01T00:00:00Z',
      to: '2026-01-02T00:00:00Z',
    };
    expect(Object.keys(whole).sort()).toEqual(Object.keys(sampleFilterSchema.shape).sort());
    const left = chipIds.reduce<SampleFilter>(without, whole);
    expect(left).toEqual({ queue: whole.queue, text: 'a' });
  });

  test('a chip has a value exactly when it is set, and clearing it clears nothing else', () => {
    fc.assert(
      fc.property(filter, fc.constantFrom(...chipIds), (filter, chip) => {
        const set = setChips(filter);
        for (const id of chipIds) expect(chipValue(filter, id, (scale) => scale) !== null).toBe(set.includes(id));
        expect(setChips(without(filter, chip))).toEqual(set.filter((id) => id !== chip));
        expect(without(filter, chip).text).toBe(filter.text);
      }),
    );
  });

  test('setting a chip replaces what it asked for before', () => {
    const bounded = withChip({ minConfidence: 0.2, maxConfidence: 0.9, agent: 'a' }, 'confidence', {
      minConfidence: undefined,
      maxConfidence: 0.5,
    });
    expect(bounded).toEqual({ maxConfidence: 0.5, agent: 'a' });
  });

  test('chips read as a person would say it', () => {
    const say = (filter: SampleFilter, chip: ChipId) => chipValue(filter, chip, () => 'Tone');
    expect(say({ score: { scale: 'tone', min: 1, max: 3 } }, 'score')).toBe('Tone 1 to 3');
    expect(say({ score: { scale: 'tone', min: 2, max: 2 } }, 'score')).toBe('Tone 2');
    expect(say({ minConfidence: 0.5 }, 'confidence')).toBe('from 0.50');
    expect(say({ maxConfidence: 0 }, 'confidence')).toBe('up to 0.00');
    expect(say({ hasCorrection: false }, 'correction')).toBe('has none');
  });

  test('a day of the calendar comes back from the moments that bound it', () => {
    fc.assert(
      fc.property(moment.map(dayOf), (day) => {
        const bounds = dayBounds(day);
        expect(bounds && dayOf(bounds.begin)).toBe(day);
        expect(bounds && dayOf(dayBefore(bounds.end))).toBe(day);
        expect(bounds && dayOf(bounds.end)).not.toBe(day);
      }),
    );
    expect(dayBounds('')).toBeNull();
  });

  test('a date range reads with the last day that counts', () => {
    const { begin, end } = dayBounds('2026-09-03') ?? { begin: '', end: '' };
    expect(chipValue({ from: begin, to: end }, 'date', String)).toBe('3 Sept 2026');
  });
});
