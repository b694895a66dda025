import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { EvaluationPlan, EvaluationPreview } from '../../../shared/domain/comparison.ts';
import type { PriceTable } from '../../../shared/domain/costs.ts';
import { toReport } from '../../../shared/errors.ts';
import { serve } from '../store/worker.ts';
import type { PricedModels } from './estimate.ts';
import { datasetIn, holdoutOf } from './holdout.ts';
import { type Near, nearestIn } from './nearest.ts';
import { previewOf } from './preview.ts';

const context = z
  .object({ workspace: z.string(), writer: z.object({ pid: z.int(), token: z.string() }) })
  .parse(workerData);

type Asked = { plan: EvaluationPlan; models: PricedModels; prices: PriceTable; confirmAbove: number };

/** The thread that reads datasets for evaluations: what there is to answer, and what a model was trained on. */
const api = {
  async preview({ plan, ...settled }: Asked): Promise<EvaluationPreview> {
    try {
      return previewOf(await holdoutOf(plan, context), plan, settled);
    } catch (error) {
      return {
        datasetName: '',
        items: 0,
        leftOut: { trained: 0, erased: 0 },
        refused: toReport(error),
        estimate: null,
        confirm: null,
      };
    }
  },

  /** The training samples that a text is nearest to. */
  nearest: ({ datasetId, text, count }: { datasetId: string; text: string; count: number }): Near[] =>
    nearestIn(datasetIn(context.workspace, context.writer, datasetId), text, count),
};
export type EvaluationsApi = typeof api;

serve(api, () => {});
