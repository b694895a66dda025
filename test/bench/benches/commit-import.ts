import type { Bench } from '../bench.ts';
import { corpusFile } from '../corpus.ts';
import { labelsBeside, samples } from '../labels-beside.ts';
import { ask, finished } from '../service.ts';

/** Labels beside an import. */
export const bench: Bench = {
  async run() {
    const path = corpusFile({ samples, slim: false });
    return labelsBeside('commit-import', async (service) => {
      const { id } = await ask(service, 'jobs.import', { path, format: 'ndjson' });
      await finished(service, id);
    });
  },
};
