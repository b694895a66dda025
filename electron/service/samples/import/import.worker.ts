import { z } from 'zod';
import { importParamsSchema } from '../../../../shared/domain/job.ts';
import { runJob } from '../../jobs/thread.ts';
import { importSamples } from './import.ts';

const filesSchema = z.object({ corpus: z.string(), reports: z.string() });

await runJob((thread) =>
  importSamples({
    jobId: thread.jobId,
    params: importParamsSchema.parse(thread.params),
    files: filesSchema.parse(thread.context),
    stopping: thread.stopping,
    progress: thread.progress,
    log: thread.log,
  }),
);
