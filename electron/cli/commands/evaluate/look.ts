import type { Evaluation } from '../../../../shared/domain/comparison.ts';
import { openedEvaluation } from '../../../service/evaluation/opened.ts';
import { pricedModels } from '../../../service/evaluation/priced.ts';
import { readEvaluations } from '../../../service/evaluation/told.ts';
import { Runs } from '../../../service/finetune/run/runs.ts';
import { oneNamed } from '../../../service/named.ts';
import type { Connection } from '../../../service/store/database.ts';
import { Meta } from '../../../service/store/meta.ts';
import { reading } from '../../../service/workspace/open.ts';
import { readSettings } from '../../../service/workspace/settings.ts';
import { type ExitCode, exit, UsageError } from '../../exit.ts';
import { openFor } from '../../open.ts';
import type { Call } from './plan.ts';
import { evaluationText, resultsText } from './text.ts';

export async function list({ workspace, terminal }: Call): Promise<ExitCode> {
  const evaluations = reading(workspace, evaluationsIn);
  terminal.result({ evaluations }, () =>
    evaluations.length === 0 ? 'There is no evaluation yet.' : evaluations.map(evaluationText).join('\n'),
  );
  return exit.ok;
}

export async function results({ workspace, terminal, values, named }: Call): Promise<ExitCode> {
  const [given, ...others] = named;
  if (given === undefined || others.length > 0) throw new UsageError('Name one evaluation, by its id.', 'evaluate');
  const { id, plan } = reading(workspace, (...files) => oneNamed(evaluationsIn(...files), given, 'evaluation'));
  if (values.open) await open(workspace, id, values.early ?? false);
  const opened = reading(workspace, (work, corpus) => {
    const models = pricedModels(plan, new Runs(work, () => {}));
    return openedEvaluation(work, corpus, id, models, readSettings(new Meta(work)).costs.prices);
  });
  terminal.result(opened, () => resultsText(plan, opened));
  return exit.ok;
}

const evaluationsIn = (work: Connection, corpus: Connection): Evaluation[] =>
  readEvaluations(work, corpus, new Meta(work).get('labeler_id') ?? '');

async function open(workspace: string, id: string, early: boolean): Promise<void> {
  const service = openFor('evaluate', workspace, () => {});
  try {
    await service.handlers['evaluation.open']({ id, early });
  } finally {
    await service.close();
  }
}
