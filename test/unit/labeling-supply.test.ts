import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { cache, fetchCurrent, renewAhead } from '../../renderer/stores/loop-supply.ts';
import { Trail } from '../../renderer/stores/loop-trail.ts';
import { untouched } from '../../shared/contract/calls.ts';
import { sampleFrom } from '../fixtures/labels.ts';
import { sampleRow } from '../fixtures/samples.ts';

type Question = { after: string | null; answer: (sampleIds: string[]) => void };

/** What was asked of the order: the test answers when it likes, as a busy thread does. */
let questions: Question[] = [];

const itemOf = (sampleId: string) => ({ ...untouched, sample: sampleFrom(sampleRow(sampleId)) });

beforeEach(() => {
  questions = [];
  const call = async (name: string, input: { after: string | null; sampleIds: string[] }) => {
    if (name === 'labeling.items') return { ok: true, value: input.sampleIds.map(itemOf) };
    const sampleIds = await new Promise((answer) => questions.push({ after: input.after, answer }));
    return { ok: true, value: { sampleIds } };
  };
  vi.stubGlobal('window', { assay: { call } });
});
afterEach(() => {
  vi.unstubAllGlobals();
  cache.clear(null);
});

const always = () => true;
const stretch = (from: number) => Array.from({ length: 100 }, (_, index) => `s-${from + index}`);

it('what was to come stays until what comes anew is here', async () => {
  const trail = new Trail();
  trail.append(['a', 'b', 'c']);
  for (const id of ['a', 'b', 'c']) cache.put(itemOf(id));
  const renewed = renewAhead(trail, always);
  expect([trail.ahead(9), cache.get('b')]).toEqual([['b', 'c'], itemOf('b')]);
  trail.at = 1;
  questions[0]?.answer(['b', 'x', 'c']);
  await renewed;
  expect(trail.ahead(9)).toEqual(['x', 'c']);
  expect([cache.get('x'), cache.get('c')]).toEqual([itemOf('x'), itemOf('c')]);
});

it('an answer from before the trail was cut leaves nothing out', async () => {
  const trail = new Trail();
  trail.append(['a']);
  trail.asked = 'a';
  trail.at = 1;
  const shown = fetchCurrent(trail, always);
  await vi.waitFor(() => expect(questions.map(({ after }) => after)).toEqual(['a']));
  const renewed = renewAhead(trail, always);
  await vi.waitFor(() => expect(questions).toHaveLength(2));
  questions[1]?.answer(stretch(0));
  await renewed;
  questions[0]?.answer(stretch(500));
  expect((await shown)?.sample.sampleId).toBe('s-0');
  expect([trail.asked, trail.ahead(200).at(-1)]).toEqual(['s-99', 's-99']);
});
