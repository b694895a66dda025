import { z } from 'zod';
import { type ExportCounts, type ExportResult, exportParamsSchema } from '../../../shared/domain/job.ts';
import { type JobThread, runJob, Stopped } from '../jobs/thread.ts';
import { SampleReader } from '../samples/read.ts';
import { readWorkspace } from '../workspace/open.ts';
import { formats } from './formats/formats.ts';
import { openWriter } from './formats/write/open.ts';
import { wholeLedger } from './lockfile/store.ts';
import { isPartOfWorkspace } from './own-files.ts';
import { passOver, shapeOfAll } from './pass.ts';
import { FileReplacement } from './replace.ts';
import { type Source, withSamples } from './source.ts';

const contextSchema = z.object({ folder: z.string(), writer: z.object({ pid: z.int(), token: z.string() }) });

/** How many samples are read between two looks at whether to stop: some milliseconds. */
const stride = 256;

await runJob((thread) => {
  const { outputPath, format: name, filters } = exportParamsSchema.parse(thread.params);
  const { folder, writer } = contextSchema.parse(thread.context);
  const id = name === 'jsonl' ? 'openai-chat' : name;
  const format = formats[id];
  // Before it has a ledger: a folder that is no workspace gets none.
  readWorkspace(folder).close();
  const ledger = wholeLedger(folder, writer);
  const write = (source: Source) => {
    const step = stepper(thread, new SampleReader(source.db).count(), 'writing');
    const shape = format.sameColumns ? shapeOfAll(source.db) : { tools: false };
    const file = new FileReplacement(outputPath, writer, (target) => isPartOfWorkspace(folder, target));
    try {
      const rows = openWriter(id, file, shape);
      const counts: ExportCounts = passOver(source, { filters, format }, shape, (row) => {
        step();
        if (row) rows.write(row);
      });
      if (thread.stopping()) throw new Stopped(null);
      rows.finish();
      return { ...counts, outputPath, ...file.commit() } satisfies ExportResult;
    } finally {
      file.discard();
    }
  };
  return withSamples(folder, write, ledger);
});

function stepper(thread: JobThread, total: number, note: string): () => void {
  let done = 0;
  return () => {
    if (++done % stride !== 0) return;
    if (thread.stopping()) throw new Stopped(null);
    thread.progress({ done, total, unit: 'samples', note });
  };
}
