import { z } from 'zod';
import { type ExportCounts, type ExportResult, exportFiltersSchema } from '../../../shared/domain/job.ts';
import { exampleLine } from '../../../shared/rules/example.ts';
import { type JobThread, runJob, Stopped } from '../jobs/thread.ts';
import { SampleReader } from '../samples/read.ts';
import { type Connection, translate } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { readWorkspace, workspaceFiles } from '../workspace/open.ts';
import { readSettings } from '../workspace/settings.ts';
import { isPartOfWorkspace } from './own-files.ts';
import { passOver } from './pass.ts';
import { FileReplacement } from './replace.ts';

/** Without an output path the samples are only counted. */
const paramsSchema = z.object({ outputPath: z.string().nullable(), filters: exportFiltersSchema });
const contextSchema = z.object({ folder: z.string(), writer: z.object({ pid: z.int(), token: z.string() }) });

/** How many samples are read between two looks at whether to stop: some milliseconds. */
const stride = 256;

await runJob((thread) => {
  const { outputPath, filters } = paramsSchema.parse(thread.params);
  const { folder, writer } = contextSchema.parse(thread.context);
  return withSamples(folder, (db, rules) => {
    const step = stepper(thread, new SampleReader(db).count(), outputPath === null ? 'counting' : 'writing');
    if (outputPath === null) return passOver(db, rules, filters, 'stored', step);

    const file = new FileReplacement(outputPath, writer, (target) => isPartOfWorkspace(folder, target));
    try {
      const counts: ExportCounts = passOver(db, rules, filters, 'sample_id', (entry) => {
        step();
        if (entry?.included) file.write(exampleLine(entry.example));
      });
      if (thread.stopping()) throw new Stopped(null);
      return { ...counts, outputPath, ...file.commit() } satisfies ExportResult;
    } finally {
      file.discard();
    }
  });
});

/** Opens both files for reading, beside whoever writes them, with the settings that decide. */
function withSamples<T>(folder: string, work: (db: Connection, rules: ReturnType<typeof readSettings>) => T): T {
  const workspace = readWorkspace(folder);
  try {
    const rules = readSettings(new Meta(workspace.work));
    const db = workspace.corpus;
    db.prepare('ATTACH ? AS work').run(workspaceFiles(folder).work);
    // One pass reads nothing twice: a large cache would only take memory.
    db.pragma('main.cache_size = -8192');
    db.pragma('work.cache_size = -8192');
    return work(db, rules);
  } catch (error) {
    throw translate(folder, error);
  } finally {
    workspace.close();
  }
}

function stepper(thread: JobThread, total: number, note: string): () => void {
  let done = 0;
  return () => {
    if (++done % stride !== 0) return;
    if (thread.stopping()) throw new Stopped(null);
    thread.progress({ done, total, unit: 'samples', note });
  };
}
