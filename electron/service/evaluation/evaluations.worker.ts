import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { EvaluationPlan, EvaluationPreview } from '../../../shared/domain/comparison.ts';
import type { PriceTable } from '../../../shared/domain/costs.ts';
import type { EvaluationResults } from '../../../shared/domain/evaluation.ts';
import type { NamedAnswers, NearestSamples, OpenedEvaluation } from '../../../shared/domain/opened-evaluation.ts';
import { toReport } from '../../../shared/errors.ts';
import { datasetIn } from '../dataset/lockfile/store.ts';
import { serve } from '../store/worker.ts';
import { reading } from '../workspace/open.ts';
import { holdoutOf } from './holdout.ts';
import { nearestIn, questionOf } from './nearest.ts';
import { namedAnswers, openedEvaluation, teamResults } from './opened.ts';
import { previewOf } from './preview.ts';
import type { PricedModels } from './priced.ts';
import { EvaluationTable } from './table.ts';

const context = z
  .object({ workspace: z.string(), writer: z.object({ pid: z.int(), token: z.string() }) })
  .parse(workerData);

/** So many training samples are told of an item. */
const nearestTold = 3;

export type PreviewAsked = { plan: EvaluationPlan; models: PricedModels; prices: PriceTable; confirmAbove: number };

/** The thread that reads datasets for evaluations: what there is to answer, and what a model was trained on. */
const api = {
  async preview({ plan, ...settled }: PreviewAsked): Promise<EvaluationPreview> {
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

  results: ({ id, models, prices }: { id: string; models: PricedModels; prices: PriceTable }): OpenedEvaluation =>
    reading(context.workspace, (work, corpus) => openedEvaluation(work, corpus, id, models, prices)),

  teamResults: (id: string): EvaluationResults =>
    reading(context.workspace, (work, corpus) => teamResults(work, corpus, id)),

  answers: (itemId: string): NamedAnswers =>
    reading(context.workspace, (work) => {
      const { item: _, ...answers } = namedAnswers(work, itemId);
      return answers;
    }),

  /** @param datasetId null for the one that the item is held out by */
  nearest: ({ itemId, datasetId }: { itemId: string; datasetId: string | null }): NearestSamples => {
    const { prompt, heldBy } = reading(context.workspace, (work) => {
      const { item, ...named } = namedAnswers(work, itemId);
      return { ...named, heldBy: new EvaluationTable(work).get(item.evaluationId).plan.datasetId };
    });
    const dataset = datasetIn(context.workspace, context.writer, datasetId ?? heldBy);
    return nearestIn(dataset, questionOf(prompt), nearestTold);
  },
};
export type EvaluationsApi = typeof api;

serve(api, () => {});
