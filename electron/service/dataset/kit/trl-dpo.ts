import type { RecipeInput } from './content.ts';
import { beta, learningRate } from './settings.ts';
import { trlScript } from './trl-script.ts';

/** Direct preference optimization on drafts that a person has improved: correction over draft. */
export function trlDpo(input: RecipeInput): string {
  return trlScript(input, {
    trainer: 'DPO',
    summary:
      'Direct preference optimization with TRL: the model learns to prefer corrections to the drafts they replaced.',
    learningRate: learningRate.preference,
    prepare: [],
    config: ['# How far the model may go from what it was.', `beta=${beta},`],
  });
}
