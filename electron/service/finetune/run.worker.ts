import { z } from 'zod';
import type { RunResult } from '../../../shared/domain/job.ts';
import { providerSchema } from '../../../shared/domain/provider.ts';
import { runFactSchema, runFileSchema, runPlanSchema, runSides } from '../../../shared/domain/run.ts';
import { AssayError } from '../../../shared/errors.ts';
import { runState } from '../../../shared/rules/run.ts';
import { runJob, Stopped } from '../jobs/thread.ts';
import { mayLeave } from './erased.ts';
import { openProvider } from './providers/openai-shaped.ts';
import { realClock } from './run/clock.ts';
import { asksAPerson, failedThere } from './run/ends.ts';
import { advance } from './run/engine.ts';
import type { RunDesk } from './run/world.ts';

/** What a run's thread is told when it begins. */
const begunSchema = z.object({
  id: z.uuid(),
  plan: runPlanSchema,
  provider: providerSchema,
  files: z.partialRecord(z.enum(runSides), runFileSchema),
  past: z.object({
    facts: z.array(runFactSchema),
    eventIds: z.array(z.string()),
    steps: z.object({ done: z.int(), total: z.int().nullable() }).nullable(),
  }),
});
export type BegunRun = z.infer<typeof begunSchema>;

const contextSchema = z.object({ workspace: z.string() });

await runJob(async (thread) => {
  const { workspace } = contextSchema.parse(thread.context);
  const { provider, past, ...order } = begunSchema.parse(await thread.ask('begin', null));
  // Nothing is left to do, for which no key is needed.
  if (runState(past.facts).phase === 'abandoned') throw new Stopped(null);
  // Asked for when it is needed: a key is in no record of a job.
  const key = z.string().parse(await thread.ask('key', null));
  const written = async (method: keyof RunDesk, told: unknown) =>
    runState(z.array(runFactSchema).parse(await thread.ask(method, told)));
  const desk: RunDesk = {
    note: (fact) => written('note', fact),
    noteWatched: (watched) => written('noteWatched', watched),
  };
  const state = await advance(order, past, desk, {
    provider: openProvider(provider, key),
    clock: realClock,
    mayLeave: () => mayLeave(order.plan.datasetId, workspace),
    cancel: thread.cancelled,
    closing: AbortSignal.any([thread.abandoned, thread.closing]),
    hurried: thread.hurried,
    progress: thread.progress,
    log: thread.log,
  });
  if (state.phase === 'cancelled' || state.phase === 'abandoned') throw new Stopped(null);
  if (state.phase === 'asks') throw asksAPerson(provider.name);
  if (state.error) throw new AssayError({ ...state.error, kind: 'refused' });
  if (state.phase === 'failed') throw failedThere(provider.name, state);
  return { model: state.model, trainedTokens: state.remote?.trainedTokens ?? null } satisfies RunResult;
});
