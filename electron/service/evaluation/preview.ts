import type { EvaluationPlan, EvaluationPreview } from '../../../shared/domain/comparison.ts';
import type { PriceTable } from '../../../shared/domain/costs.ts';
import { AssayError } from '../../../shared/errors.ts';
import { toConfirm } from '../../../shared/rules/spending.ts';
import { answeringEstimate } from './estimate.ts';
import type { Holdout } from './holdout.ts';
import type { PricedModels } from './priced.ts';

type Settled = { models: PricedModels; prices: PriceTable; confirmAbove: number };

/** What an evaluation would be, or why it cannot be. @throws AssayError empty, invalid-input */
export function previewOf(
  { datasetName, items, leftOut }: Holdout,
  { base, tuned, sampling }: EvaluationPlan,
  { models, prices, confirmAbove }: Settled,
): EvaluationPreview {
  if (base.providerId === tuned.providerId && base.model === tuned.model)
    throw new AssayError({
      kind: 'invalid-input',
      message: 'Both models are the same one.',
      safe: 'Nothing was sent, and nothing was charged.',
      remedy: 'Choose another model for one of them.',
    });
  if (items.length === 0)
    throw new AssayError({
      kind: 'empty',
      message: 'Nothing of the hold-out is untouched: other datasets have trained on all of it, or it was erased.',
      safe: 'Nothing was sent, and nothing was charged.',
      remedy: 'Build a dataset that holds out samples which no dataset has trained on.',
    });
  const estimate = answeringEstimate(items, sampling, models, prices);
  const confirm = toConfirm(estimate, confirmAbove);
  return { datasetName, items: items.length, leftOut, refused: null, estimate, confirm };
}
