import { defaultPlan, formatIds } from '../../../shared/domain/dataset.ts';
import { defaultGate } from '../../../shared/rules/gate.ts';
import type { Bench } from '../bench.ts';
import { labeledWorkspace } from '../labeled.ts';
import { labelsBeside, samples } from '../labels-beside.ts';
import { copyOf, removeFolder } from '../scratch.ts';
import { ask, finished } from '../service.ts';

/** Labels beside the build of a dataset in every format. */
export const bench: Bench = {
  async run() {
    const folder = await labeledWorkspace({ samples, slim: false });
    const recipe = { ...defaultPlan, gate: defaultGate, systemPrompts: {}, formats: [...formatIds] };
    const measures = await labelsBeside(
      'commit-build',
      async (service) => {
        const { id } = await ask(service, 'jobs.dataset', recipe);
        await finished(service, id);
      },
      {
        prepare: () => copyOf(folder),
        async before(service) {
          const counting = ask(service, 'dataset.count', recipe);
          await ask(service, 'dataset.stopCount', undefined);
          await counting.catch(() => undefined);
        },
      },
    );
    removeFolder(folder);
    return measures;
  },
};
