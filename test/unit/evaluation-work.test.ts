import { describe, expect, it } from 'vitest';
import { firstForm, planOf } from '../../renderer/evaluation/plan-form.ts';
import { saidIn } from '../../renderer/evaluation/prompt.tsx';
import {
  comparisonOf,
  nextUnscored,
  says,
  scored,
  scorePlaces,
  type Work,
  workOf,
} from '../../renderer/evaluation/work.ts';
import type { ComparedItem } from '../../shared/domain/comparison.ts';
import { runPlan, tunable } from '../fixtures/runs.ts';

const fresh = workOf({ comparison: null, draft: null });
const item: ComparedItem = {
  id: '00000000-0000-4000-8000-000000000000',
  evaluationId: '00000000-0000-4000-8000-000000000001',
  prompt: { messages: [], tools: [] },
  first: 'One.',
  second: 'Two.',
  comparison: null,
  draft: null,
};

describe('a verdict at work', () => {
  it('scores the first answer on every scale, then the second', () => {
    let work: Work = fresh;
    const order: string[] = [];
    for (let at = nextUnscored(work, null); at; at = nextUnscored(work, at)) {
      order.push(`${at.place} ${at.scale}`);
      work = scored(work, at, 4);
    }
    expect(order).toEqual(scorePlaces.map(({ place, scale }) => `${place} ${scale}`));
    expect(order.at(-1)).toBe('second overall');
  });

  it('is none before somebody has said which is better, and has no scores where none are asked for', () => {
    expect(comparisonOf(fresh, true, 5)).toBeNull();
    const work: Work = { ...scored(fresh, { place: 'first', scale: 'tone' }, 2), better: 'tie', note: ' Same. ' };
    expect(comparisonOf(work, false, 5)).toEqual({ better: 'tie', scores: null, note: 'Same.', activeMs: 5 });
    expect(comparisonOf(work, true, 5)?.scores).toEqual({ first: { tone: 2 }, second: {} });
  });

  it('knows what stands already', () => {
    const comparison = { better: 'first', scores: null, note: '', activeMs: 900 } as const;
    expect(says({ ...fresh, better: 'first' }, item)).toBe(false);
    expect(says({ ...fresh, better: 'first' }, { ...item, comparison })).toBe(true);
    expect(says({ ...fresh, better: 'second' }, { ...item, comparison })).toBe(false);
    // Looked at again, it says no more than it did.
    expect(says({ ...workOf({ draft: null, comparison }), activeMs: 2_000 }, { comparison })).toBe(true);
  });

  it('goes on with what was entered, else with what stands', () => {
    const comparison = { better: 'first', scores: null, note: 'Shorter.', activeMs: 900 } as const;
    const draft: Work = { ...scored(fresh, { place: 'second', scale: 'tone' }, 3), note: 'Half a sen', activeMs: 40 };
    expect(workOf({ draft, comparison })).toEqual(draft);
    expect(workOf({ draft: null, comparison })).toEqual({ ...fresh, better: 'first', note: 'Shorter.', activeMs: 900 });
  });
});

describe('the form of a new evaluation', () => {
  const [newer, older] = ['d'.repeat(64), 'e'.repeat(64)] as const;
  const there = {
    datasets: [{ id: newer }, { id: older }] as const,
    providers: [
      { id: 'openai', key: 'none' },
      { id: 'own', key: 'keyring' },
    ] as const,
  };
  const filled = {
    ...firstForm({ ...there, runs: [] }),
    name: ' Autumn round ',
    base: { providerId: 'openai', model: 'a' },
    tuned: { providerId: 'openai', model: 'b' },
  };

  it('begins with the newest dataset, at a provider that has a key', () => {
    const empty = { providerId: 'own', model: '' };
    expect(firstForm({ ...there, runs: [] })).toMatchObject({ datasetId: newer, base: empty, tuned: empty });
  });

  it('begins with what the newest run has tuned and what from, where its hold-out and provider are there', () => {
    const run = (datasetId: string, model: string | null, providerId = 'openai') => ({
      plan: runPlan({ datasetId, providerId, model: tunable }),
      model,
    });
    const runs = [run(newer, null), run(newer, 'ft:other', 'gone'), run('f', 'ft:gone'), run(older, 'ft:mine')];
    expect(firstForm({ ...there, runs })).toMatchObject({
      datasetId: older,
      base: { providerId: 'openai', model: tunable },
      tuned: { providerId: 'openai', model: 'ft:mine' },
    });
  });

  it('is a plan once it is filled in', () => {
    expect(planOf(filled)).toMatchObject({
      name: 'Autumn round',
      sample: null,
      judges: 1,
      sampling: { temperature: 0 },
    });
    expect(planOf({ ...filled, items: '200', temperature: '' })).toMatchObject({
      sample: { items: 200, seed: 1 },
      sampling: { temperature: null },
    });
  });

  it('says what is missing or wrong', () => {
    expect(planOf({ ...filled, name: ' ' })).toContain('Give it a name');
    expect(planOf({ ...filled, judges: '1.5' })).toBe('Judges is a whole number from 1 to 9.');
    expect(planOf({ ...filled, temperature: 'hot' })).toBe('Temperature is a number from 0 to 2.');
  });
});

it('a message that calls a tool says what it calls', () => {
  const toolCalls = [{ id: '1', name: 'lookup_order', arguments: '{"order": 7}' }];
  expect(saidIn({ role: 'assistant', content: '', toolCalls })).toBe('lookup_order({"order": 7})');
});
