import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluationResultsSchema, type Judgment, type Winner, winners } from '../../shared/domain/evaluation.ts';
import { evaluationResults } from '../../shared/rules/evaluation.ts';
import { seeded } from '../fixtures/random.ts';
import { possible, shown } from '../fixtures/rates.ts';

const score = fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const);
const scores = fc.record({ tone: score, overall: score }, { requiredKeys: [] });
const judgments: fc.Arbitrary<Judgment[]> = fc.uniqueArray(
  fc.record({
    itemId: fc.nat(40).map((n) => `item ${n}`),
    conversation: fc.constant(null),
    judge: fc.constantFrom('ann', 'bob', 'cy'),
    winner: fc.constantFrom(...winners),
    intent: fc.constantFrom('refund', null),
    scores: fc.option(fc.record({ base: scores, tuned: scores })),
  }),
  { maxLength: 90, selector: ({ itemId, judge }) => `${itemId} ${judge}` },
);
const other: Record<Winner, Winner> = { base: 'tuned', tuned: 'base', tie: 'tie', both_bad: 'both_bad' };

describe('the results of an evaluation, whatever was judged', () => {
  it('are plain data, and turn around when the models change places', () => {
    fc.assert(
      fc.property(judgments, (all) => {
        const results = evaluationResults(all);
        expect(evaluationResultsSchema.parse(results)).toEqual(results);
        const turned = evaluationResults(all.map((word) => ({ ...word, winner: other[word.winner] })));
        expect(turned.winRate?.rate ?? 0.5).toBeCloseTo(1 - (results.winRate?.rate ?? 0.5), 12);
        expect(turned.sign).toEqual({ ...results.sign, wins: results.sign.losses, losses: results.sign.wins });
        expect(turned.agreement).toEqual(results.agreement);
      }),
    );
  });

  it('do not depend on the order of judgments', () => {
    fc.assert(
      fc.property(judgments, (all) => {
        const { winRate, stillNeeded } = evaluationResults(all);
        const back = evaluationResults(all.toReversed());
        expect(back.winRate?.rate ?? 0).toBeCloseTo(winRate?.rate ?? 0, 12);
        expect(back.winRate?.low ?? 0).toBeCloseTo(winRate?.low ?? 0, 12);
        expect(back.stillNeeded === null).toBe(stillNeeded === null);
      }),
    );
  });
});

describe('the interval of a win rate where two judge each item', () => {
  /** Items differ: on most of them the second judge only repeats what the item is. */
  function drawn(random: () => number, items: number, winRate: number): Judgment[] {
    const draw = (): Winner => (random() < 0.2 ? 'tie' : random() < winRate ? 'tuned' : 'base');
    return Array.from({ length: items }, (_, index): Judgment[] => {
      const first = draw();
      const second = random() < 0.7 ? first : draw();
      const word = { itemId: `item ${index}`, conversation: null, intent: null, scores: null };
      return [
        { ...word, judge: 'ann', winner: first },
        { ...word, judge: 'bob', winner: second },
      ];
    }).flat();
  }

  it('covers as it should, and would not if each judgment counted for itself', () => {
    const times = 2_000;
    const random = seeded(6);
    const truth = 0.1 + 0.8 * 0.6;
    let [clustered, naive] = [0, 0];
    for (let time = 0; time < times; time++) {
      const words = drawn(random, 60, 0.6);
      const covers = (all: Judgment[]) => {
        const { winRate } = evaluationResults(all);
        return winRate !== null && winRate.low <= truth && truth <= winRate.high;
      };
      if (covers(words)) clustered++;
      if (covers(words.map((word, index) => ({ ...word, itemId: `judgment ${index}` })))) naive++;
    }
    console.log(
      `win rate of 60 items by two judges: covers ${shown(clustered, times)}, by judgment ${shown(naive, times)}`,
    );
    expect(possible(clustered, times).high).toBeGreaterThanOrEqual(0.95);
    expect(possible(naive, times).high).toBeLessThan(0.95);
  });
});

describe('the interval of a win rate over turns of conversations', () => {
  /** Conversations of one to five turns: most turns go as their conversation does. */
  function drawn(random: () => number, conversations: number): Judgment[] {
    const draw = (): Winner => (random() < 0.5 ? 'tuned' : 'base');
    return Array.from({ length: conversations }, (_, index): Judgment[] => {
      const usual = draw();
      const turns = 1 + Math.floor(5 * random());
      return Array.from({ length: turns }, (_, turn) => ({
        ...{ itemId: `${index}, ${turn}`, conversation: `${index}`, judge: 'ann', intent: null, scores: null },
        winner: random() < 0.5 ? usual : draw(),
      }));
    }).flat();
  }

  it('covers as it should, and would not if each turn counted for itself', () => {
    const times = 2_000;
    const random = seeded(7);
    let [clustered, naive] = [0, 0];
    for (let time = 0; time < times; time++) {
      const words = drawn(random, 40);
      const covers = (all: Judgment[]) => {
        const { winRate } = evaluationResults(all);
        return winRate !== null && winRate.low <= 0.5 && 0.5 <= winRate.high;
      };
      if (covers(words)) clustered++;
      if (covers(words.map((word) => ({ ...word, conversation: null })))) naive++;
    }
    console.log(`win rate of 40 conversations: covers ${shown(clustered, times)}, by turn ${shown(naive, times)}`);
    expect(possible(clustered, times).high).toBeGreaterThanOrEqual(0.95);
    expect(possible(naive, times).high).toBeLessThan(0.95);
  });
});
