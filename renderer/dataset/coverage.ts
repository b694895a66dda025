import type { DatasetCounts } from '../../shared/domain/dataset.ts';
import { rareIntent, thinness } from '../../shared/rules/coverage.ts';

export type Coverage = {
  intent: string | null;
  examples: number;
  /** Of the dataset, and of what was collected; 0 to 1. */
  share: number;
  collected: number;
  /** The dataset has too little of it, as readiness judges it: an intent that is rare, or none, is never thin. */
  thin: boolean;
};

/** How the dataset's intents compare with what customers ask, the most frequent first. */
export function coverageOf(intents: DatasetCounts['intents']): Coverage[] {
  const sum = (key: 'examples' | 'collected', some = intents) => some.reduce((total, intent) => total + intent[key], 0);
  const [examples, collected] = [sum('examples'), sum('collected')];
  const named = intents.filter(({ intent }) => intent !== null);
  const [namedExamples, namedCollected] = [sum('examples', named), sum('collected', named)];
  return intents
    .map((intent) => {
      const usual = intent.collected / namedCollected;
      const common = intent.intent !== null && usual >= rareIntent;
      return {
        intent: intent.intent,
        examples: intent.examples,
        share: examples === 0 ? 0 : intent.examples / examples,
        collected: collected === 0 ? 0 : intent.collected / collected,
        thin: common && thinness(intent.examples, namedExamples, usual) !== null,
      };
    })
    .sort((a, b) => b.collected - a.collected);
}
