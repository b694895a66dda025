import { wilson } from '../statistics/wilson.ts';

/**
 * The fewest examples of an intent. OpenAI refuses a file with fewer than ten examples: what is too little to train on
 * is too little to learn one intent from.
 */
export const fewestExamples = 10;
/** An intent rarer than this among all collected has no cell of its own: a thousand in proportion would hold fewer than ten. */
export const rareIntent = 0.01;
/** Thin: less than this part of its share among all collected. */
export const thinPart = 0.5;

/**
 * Why a dataset has too little of an intent: `few`, fewer than ten examples; `under half`, a share under half of its share
 * among all collected, where that is more than chance (Wilson's 95 % interval of its share excludes parity).
 *
 * @param total examples of all intents
 * @param collectedShare from 0 to 1
 */
export function thinness(examples: number, total: number, collectedShare: number): 'few' | 'under half' | null {
  if (examples < fewestExamples) return 'few';
  const { high } = wilson({ hits: examples, n: total });
  return examples / total < thinPart * collectedShare && high < collectedShare ? 'under half' : null;
}
