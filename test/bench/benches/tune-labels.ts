import { cpSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import type { Service } from '../../../electron/service/service.ts';
import { runPlan } from '../../fixtures/runs.ts';
import type { Bench } from '../bench.ts';
import { compared, evaluated, giveKey, latencyMs, planOn } from '../evaluation.ts';
import { startServer } from '../fake-openai.ts';
import { labeledWorkspace } from '../labeled.ts';
import { labelsBeside, samples } from '../labels-beside.ts';
import { removeFolder, scratchFolder } from '../scratch.ts';
import { ask, openBench } from '../service.ts';

/** Labels beside an evaluation of 1,000 items and a run that is looked over, sent and followed. */
export const bench: Bench = {
  async run() {
    const folder = await labeledWorkspace({ samples, slim: false });
    const server = await startServer('--latency', String(latencyMs));
    const service = openBench(folder);
    const evaluation = await planOn(service, server.url);
    await service.close();
    const { datasetId, base } = evaluation;
    const plan = runPlan({ datasetId, providerId: base.providerId, model: compared.base });
    try {
      return await labelsBeside(
        'tune-labels',
        (service) => Promise.all([evaluated(service, evaluation), begun(service, plan)]),
        {
          prepare: () => wholeCopyOf(folder),
          async before(service) {
            await giveKey(service);
            await ask(service, 'evaluation.preview', evaluation);
            await ask(service, 'finetune.preflight', plan);
          },
        },
      );
    } finally {
      await server.close();
      removeFolder(folder);
    }
  },
};

/** Begins a run once its files were read. It is sent and followed meanwhile, and left where it is then. */
async function begun(service: Service, plan: ReturnType<typeof runPlan>): Promise<void> {
  const { confirm } = await ask(service, 'finetune.preflight', plan);
  await ask(service, 'finetune.create', { id: uuidv7(), plan, confirmed: confirm });
}

/** With its datasets. */
function wholeCopyOf(folder: string): string {
  const copy = scratchFolder('workspace');
  cpSync(folder, copy, { recursive: true });
  return copy;
}
