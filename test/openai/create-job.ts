import { z } from 'zod';
import { invalid } from './api-error.ts';
import type { StoredFile } from './files.ts';
import { type Hyperparameters, type Job, jobObject, type Prepared } from './job.ts';
import { JobLife } from './job-life.ts';
import { usableModel } from './models.ts';
import { type Act, parsed } from './route.ts';
import type { State } from './state.ts';
import { inspect } from './training-file.ts';

const auto = z.literal('auto');
const hyperparametersSchema = z.looseObject({
  n_epochs: z.union([auto, z.int().min(1).max(50)]).default('auto'),
  batch_size: z.union([auto, z.int().min(1).max(256)]).default('auto'),
  learning_rate_multiplier: z.union([auto, z.number().positive()]).default('auto'),
});
const dpoSchema = hyperparametersSchema.extend({ beta: z.union([auto, z.number().positive().max(2)]).default('auto') });

const createSchema = z.strictObject({
  model: z.string().min(1),
  training_file: z.string().min(1),
  validation_file: z.string().nullish(),
  suffix: z.string().min(1).max(64).nullish(),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .nullish(),
  hyperparameters: hyperparametersSchema.optional(),
  method: z
    .discriminatedUnion('type', [
      z.object({
        type: z.literal('supervised'),
        supervised: z.object({ hyperparameters: hyperparametersSchema.optional() }).optional(),
      }),
      z.object({ type: z.literal('dpo'), dpo: z.object({ hyperparameters: dpoSchema.optional() }).optional() }),
    ])
    .optional(),
  integrations: z.array(z.unknown()).nullish(),
  metadata: z
    .record(z.string().max(64), z.string().max(512))
    .refine((pairs) => Object.keys(pairs).length <= 16, 'at most 16 pairs')
    .nullish(),
});

export const createJob: Act = async (state, { json, now }) => {
  const body = parsed(createSchema, json);
  const { base, id: model } = await usableModel(state, body.model, now);
  const trainingFile = fileForTuning(state, body.training_file, 'training_file');
  const validationFile = body.validation_file ? fileForTuning(state, body.validation_file, 'validation_file') : null;
  const id = state.ids.next('ftjob-');
  const method = body.method?.type ?? 'supervised';
  const asked =
    body.method?.type === 'dpo'
      ? dpoSchema.parse(body.method.dpo?.hyperparameters ?? {})
      : (body.method?.supervised?.hyperparameters ?? body.hyperparameters ?? hyperparametersSchema.parse({}));
  const trained = base.id === model ? (base.snapshot ?? model) : model;
  const seed = body.seed ?? state.ids.seed();
  const job: Job = {
    id,
    at: now,
    base,
    model: trained,
    tunedModel: `ft:${trained.replace(/^ft:/, '').split(':')[0]}:fake-org:${slug(body.suffix ?? '')}:${id.slice(-8)}`,
    method,
    asked,
    trainingFile,
    validationFile,
    seed,
    metadata: state.habits.ignoresMetadata ? null : (body.metadata ?? null),
    prepared: prepare(state, { id, now, method, asked, seed, trainingFile, validationFile }),
  };
  state.jobs.set(id, job);
  return { json: await jobObject(state, job, now) };
};

const slug = (suffix: string): string => suffix.toLowerCase().replace(/[^a-z0-9-]+/g, '-');

function fileForTuning(state: State, id: string, param: string): StoredFile {
  const file = state.files.get(id);
  if (!file) throw invalid(`File '${id}' does not exist`, param);
  if (file.purpose !== 'fine-tune') throw invalid(`File '${id}' has the purpose ${file.purpose}`, param);
  return file;
}

async function prepare(
  state: State,
  job: Pick<Job, 'id' | 'method' | 'asked' | 'seed' | 'trainingFile' | 'validationFile'> & { now: number },
): Promise<Prepared> {
  const { id, method, asked, seed, trainingFile, validationFile } = job;
  const read = (file: StoredFile) => state.storage.read(file.blob);
  const training = await inspect(read(trainingFile), method, 'training_file');
  const validation = validationFile && (await inspect(read(validationFile), method, 'validation_file'));
  const used = resolved(asked, training.examples);
  const stepsPerEpoch = Math.max(1, Math.ceil(training.examples / used.batch_size));
  const life = new JobLife(id.slice(-12), job.now, {
    pace: state.pace,
    steps: stepsPerEpoch * used.n_epochs,
    stepsPerEpoch,
    seed,
    validated: validation !== null,
    files: [trainingFile, validationFile].flatMap((file) => (file ? [file.id] : [])),
    refused: training.error ?? validation?.error ?? null,
    failsAfterHours: training.failsAfterHours,
  });
  return { life, training, used };
}

/** What the server chooses where it was left to it: about 0.2 % of the examples a batch, and three epochs. */
function resolved(asked: Hyperparameters, examples: number) {
  const or = (value: number | 'auto', otherwise: number) => (value === 'auto' ? otherwise : value);
  return {
    ...asked,
    n_epochs: or(asked.n_epochs, 3),
    batch_size: or(asked.batch_size, Math.min(256, Math.max(1, Math.round(examples / 500)))),
    learning_rate_multiplier: or(asked.learning_rate_multiplier, 1.8),
    ...('beta' in asked && { beta: asked['beta'] === 'auto' ? 0.1 : asked['beta'] }),
  };
}
