import { runParamsSchema } from '../../../shared/domain/job.ts';
import { type RunFact, runFactSchema } from '../../../shared/domain/run.ts';
import { isResolved } from '../../../shared/rules/run.ts';
import { goesOnThere, notAskedYet } from '../../../shared/rules/run-words.ts';
import type { JobSpec } from '../jobs/spec.ts';
import { threadUrl } from '../threads.ts';
import { fileHere } from './file-here.ts';
import type { Watched } from './providers/provider.ts';
import type { Providers } from './providers.ts';
import type { Runs } from './run/runs.ts';
import type { BegunRun } from './run.worker.ts';

/** So many runs are followed at once; each spends nearly all of its time waiting. */
const atOnce = 4;

/** A run as a job: it waits for its provider for hours, and goes on by itself when Assay is opened again. */
export function finetuneJob(workspace: string, runs: Runs, providers: Providers): JobSpec {
  return {
    thread: threadUrl('run'),
    data: () => ({ workspace }),
    lane: 'finetune',
    limit: atOnce,
    // What was cancelled is charged until its provider hears of it.
    urgent: ({ params }) => runs.get(runParamsSchema.parse(params).runId).cancelling,
    isOver: ({ params }) => {
      const { runId } = runParamsSchema.parse(params);
      return runs.has(runId) && isResolved(runs.get(runId));
    },
    goesOn: true,
    answers: ({ params }) => {
      const { runId } = runParamsSchema.parse(params);
      return {
        begin: (): BegunRun => {
          const { id, plan, provider, files } = runs.get(runId);
          const here = Object.entries(files).map(([side, file]) => [
            side,
            { ...file, path: fileHere(workspace, plan.datasetId, file.path) },
          ]);
          return { id, plan, provider, files: Object.fromEntries(here), past: runs.past(id) };
        },
        key: () => {
          const { provider, asked } = runs.get(runId);
          return providers.keyOf(provider, asked ? goesOnThere : notAskedYet);
        },
        // Both answer all that is written down by then.
        note(fact): RunFact[] {
          runs.note(runId, runFactSchema.parse(fact));
          return runs.facts(runId);
        },
        noteWatched(watched): RunFact[] {
          runs.noteWatched(runId, watched as Watched);
          return runs.facts(runId);
        },
      };
    },
  };
}
