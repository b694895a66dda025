import { z } from 'zod';
import { recipeSchema } from '../../../shared/domain/dataset.ts';
import type { DatasetResult } from '../../../shared/domain/job.ts';
import { runJob, Stopped } from '../jobs/thread.ts';
import { buildDataset } from './lockfile/build.ts';

const contextSchema = z.object({
  folder: z.string(),
  writer: z.object({ pid: z.int(), token: z.string() }),
  version: z.string(),
});

const notes = { reading: 'reading', comparing: 'looking for duplicates', writing: 'writing' };

await runJob((thread) => {
  const recipe = recipeSchema.parse(thread.params);
  const { folder, writer, version } = contextSchema.parse(thread.context);
  const {
    id,
    folder: built,
    manifest,
  } = buildDataset(recipe, {
    workspace: folder,
    writer,
    version,
    progress(step, done, total) {
      if (thread.stopping()) throw new Stopped(null);
      thread.progress({ done, total, unit: 'samples', note: notes[step] });
    },
  });
  const examples = Object.values(manifest.examples).reduce((sum, count) => sum + count, 0);
  return { id, folder: built, examples } satisfies DatasetResult;
});
