import type { DatasetCounts } from '../../shared/domain/dataset.ts';

/** Of fewer than this one cannot say that some are missing. */
const leastExpected = 5;

export type Coverage = {
  intent: string | null;
  examples: number;
  /** Of the dataset, and of what was collected; 0 to 1. */
  share: number;
  collected: number;
  /** At its share of what was collected it would have at least five examples: only then can some be missing. */
  expected: boolean;
  /** And it has not half of them. */
  thin: boolean;
};

/** How the dataset's intents compare with what customers ask, the most frequent first. */
export function coverageOf(intents: DatasetCounts['intents']): Coverage[] {
  const examples = intents.reduce((sum, intent) => sum + intent.examples, 0);
  const collected = intents.reduce((sum, intent) => sum + intent.collected, 0);
  return intents
    .map((intent) => {
      const usual = collected === 0 ? 0 : intent.collected / collected;
      const expected = usual * examples;
      return {
        intent: intent.intent,
        examples: intent.examples,
        share: examples === 0 ? 0 : intent.examples / examples,
        collected: usual,
        expected: expected >= leastExpected,
        thin: expected >= leastExpected && intent.examples < expected / 2,
      };
    })
    .sort((a, b) => b.collected - a.collected);
}
