import { ApiError, modelNotFound } from './api-error.ts';
import { checkpointsOf } from './checkpoints.ts';
import { unixSeconds } from './clock.ts';
import type { Job } from './job.ts';
import { customModelOf } from './nebius.ts';
import type { Act } from './route.ts';
import type { State } from './state.ts';

export type BaseModel = {
  id: string;
  ownedBy: string;
  /** The day on which it ends, as `2027-01-14`; null where none is announced. */
  shutdownDate: string | null;
  /** The dated model that this name stands for. */
  snapshot?: string;
};

const ending = { ownedBy: 'system', shutdownDate: '2027-01-14' };

/** Dates as OpenAI has announced them; the open model is of the kind that Nebius trains. */
export const baseModels: readonly BaseModel[] = [
  { id: 'gpt-4.1-2025-04-14', ...ending },
  { id: 'gpt-4.1', snapshot: 'gpt-4.1-2025-04-14', ...ending },
  { id: 'gpt-4.1-mini-2025-04-14', ...ending },
  { id: 'gpt-4.1-mini', snapshot: 'gpt-4.1-mini-2025-04-14', ...ending },
  { id: 'gpt-4o-2024-08-06', ...ending },
  { id: 'gpt-4o-mini-2024-07-18', ...ending },
  { id: 'gpt-4o-mini', snapshot: 'gpt-4o-mini-2024-07-18', ...ending },
  { id: 'gpt-3.5-turbo-1106', ownedBy: 'system', shutdownDate: '2026-09-28' },
  { id: 'meta-llama/Llama-3.3-70B-Instruct', ownedBy: 'meta-llama', shutdownDate: null },
];

/** A model that somebody may ask, and the job behind it; null for one that nobody has tuned. */
export type Model = { id: string; ownedBy: string; base: BaseModel; job: Job | null; createdAt: number };

const released = Date.UTC(2025, 3, 14);

/** All models that are there now: those that were there from the beginning, then those that jobs have made. */
export async function modelsOf(state: State, now: number): Promise<Model[]> {
  const base = state.models.map((model) => ({
    id: model.id,
    ownedBy: model.ownedBy,
    base: model,
    job: null,
    createdAt: released,
  }));
  return [...base, ...(await tunedModels(state, now))];
}

/** The models that jobs have made by now: one for every checkpoint, the last of which is the tuned model. */
async function tunedModels(state: State, now: number): Promise<Model[]> {
  if (state.habits.givesWeights) return [];
  const each = [...state.jobs.values()].map(async (job) =>
    (await checkpointsOf(state, job, now)).map(({ model, at }) => ({
      id: model,
      ownedBy: 'fake-org',
      base: job.base,
      job,
      createdAt: at,
    })),
  );
  return (await Promise.all(each)).flat();
}

/** A model that may be used now: 404 for one that is not there, and for one whose day has passed. */
export async function usableModel(state: State, id: string, now: number): Promise<Model> {
  const all = await modelsOf(state, now);
  const found = all.find((model) => model.id === id) ?? customModelOf(state, id, now);
  if (!found) throw modelNotFound(id);
  const { shutdownDate } = found.base;
  if (shutdownDate !== null && now >= Date.parse(shutdownDate))
    throw new ApiError(404, `The model \`${id}\` has been shut down on ${shutdownDate}.`, {
      param: 'model',
      code: 'model_not_found',
    });
  return found;
}

function modelObject({ id, ownedBy, base, createdAt }: Model): object {
  return {
    object: 'model',
    id,
    created: unixSeconds(createdAt),
    owned_by: ownedBy,
    shutdown_date: base.shutdownDate,
  };
}

export const listModels: Act = async (state, { now }) => ({
  json: { object: 'list', data: (await modelsOf(state, now)).map(modelObject) },
});

export const retrieveModel: Act = async (state, { params, now }) => {
  const id = params['id'] ?? '';
  const found = (await modelsOf(state, now)).find((model) => model.id === id);
  if (!found) throw modelNotFound(id);
  return { json: modelObject(found) };
};
