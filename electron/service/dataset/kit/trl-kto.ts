import type { RecipeInput } from './content.ts';
import { beta, learningRate } from './settings.ts';
import { trlScript } from './trl-script.ts';

/**
 * Kahneman-Tversky optimization on answers that passed and drafts that were rejected.
 *
 * Source for weights and order: "Imbalanced data" and the comment on `train_sampling_strategy` in TRL's guide to KTO.
 */
export function trlKto(input: RecipeInput): string {
  return trlScript(input, {
    trainer: 'KTO',
    summary:
      'Kahneman-Tversky optimization with TRL: the model learns from answers that passed and drafts that were rejected.',
    learningRate: learningRate.preference,
    prepare: [
      '# KTO reads its rows in order and compares each with its neighbours.',
      'rows["train"] = rows["train"].shuffle(seed=SEED)',
      'wanted = sum(rows["train"]["label"])',
      'unwanted = len(rows["train"]) - wanted',
      'if wanted == 0 or unwanted == 0:',
      '    raise SystemExit("KTO needs answers that passed and drafts that were rejected; here is one kind alone.")',
    ],
    config: [
      '# How far the model may go from what it was.',
      `beta=${beta},`,
      '# The rarer kind weighs more, so that both weigh the same together.',
      'desirable_weight=max(1.0, unwanted / wanted),',
      'undesirable_weight=max(1.0, wanted / unwanted),',
    ],
  });
}
