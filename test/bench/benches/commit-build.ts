import { defaultPlan, formatIds } from '../../../shared/domain/dataset.ts';
import { defaultGate } from '../../../shared/rules/gate.ts';
import type { Bench } from '../bench.ts';
import { labeledWorkspace } from '../labeled.ts';
import { labelsBeside, samples } from '../labels-beside.ts';
import { copyOf, removeFolder } from '../scratch.ts';
import { ask, finished } from '../service.ts';

/** Labels beside the build of a dataset in every format. */
export const commitBuild: Bench = {
  name: 'commit-build',
  async run() {
    const folder = await labeledWorkspace({ samples, slim: false });
    const measures = await labelsBeside(
      'commit-build',
      async (service) => {
        const recipe = { ...defaultPlan, gate: defaultGate, systemPrompts: {}, formats: [...formatIds] };
        const { id } = await ask(service, 'jobs.dataset', recipe);
        await finished(service, id);
      },
      () => copyOf(folder),
    );
    removeFolder(folder);
    return measures;
  },
};
