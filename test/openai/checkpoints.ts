import type { StepMetrics } from './curves.ts';
import type { Job } from './job.ts';
import { weightFiles } from './result-files.ts';
import type { State } from './state.ts';

/** The weights of a job after an epoch. */
export type Checkpoint = {
  id: string;
  at: number;
  /** The model that it is; empty where the server gives weights instead. */
  model: string;
  metrics: StepMetrics;
  resultFiles?: string[];
};

/** The checkpoints that a job has made by now, oldest first. */
export async function checkpointsOf(state: State, job: Job, now: number): Promise<Checkpoint[]> {
  const { life } = await job.prepared;
  return Promise.all(
    life.checkpoints(now).map(async ({ at, metrics }) => {
      const { step, total_steps } = metrics;
      const checkpoint = { id: `ftckpt_${job.id.slice(-12)}${String(step).padStart(6, '0')}`, at, metrics };
      if (state.habits.givesWeights)
        return { ...checkpoint, model: '', resultFiles: await weightFiles(state, job, step, at) };
      return { ...checkpoint, model: step === total_steps ? job.tunedModel : `${job.tunedModel}:ckpt-step-${step}` };
    }),
  );
}
