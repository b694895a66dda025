import { z } from 'zod';
import { recipeSchema } from '../../../shared/domain/dataset.ts';
import type { DatasetResult } from '../../../shared/domain/job.ts';
import { runJob, Stopped } from '../jobs/thread.ts';
import { type BuildContext, type BuildStep, buildDataset } from './lockfile/build.ts';
import { rebuildDataset } from './lockfile/rebuild.ts';
import { datasetIn } from './lockfile/store.ts';

const contextSchema = z.object({
  folder: z.string(),
  writer: z.object({ pid: z.int(), token: z.string() }),
  version: z.string(),
});

const notes = { reading: 'reading', comparing: 'looking for duplicates', writing: 'writing' };

/** A recipe to build, or a dataset to build again. */
const paramsSchema = z.union([z.strictObject({ rebuild: z.string() }), recipeSchema]);

await runJob((thread) => {
  const params = paramsSchema.parse(thread.params);
  const { folder, writer, version } = contextSchema.parse(thread.context);
  let at: BuildStep | null = null;
  const context: BuildContext = {
    workspace: folder,
    writer,
    version,
    progress(step, done, total) {
      if (thread.stopping()) throw new Stopped(null);
      if (step !== at) thread.log('info', `${notes[step].charAt(0).toUpperCase()}${notes[step].slice(1)}.`);
      at = step;
      thread.progress({ done, total, unit: 'samples', note: notes[step] });
    },
  };
  if ('rebuild' in params) {
    return rebuildDataset(datasetIn(folder, writer, params.rebuild), context);
  }
  const { id, folder: built, manifest } = buildDataset(params, context);
  const examples = Object.values(manifest.examples).reduce((sum, count) => sum + count, 0);
  thread.log('info', `Examples: ${examples.toLocaleString('en-US')}. The dataset is ${id}.`);
  return { id, folder: built, examples } satisfies DatasetResult;
});
