import { z } from 'zod';
import { preflightSchema } from '../domain/preflight.ts';
import { listedProviderSchema, ownProviderSchema, providerIdSchema, servedModelSchema } from '../domain/provider.ts';
import {
  datedFactSchema,
  runCheckpointSchema,
  runEventSchema,
  runMetricSchema,
  runPlanSchema,
  runSchema,
  runSides,
} from '../domain/run.ts';
import { call } from './call.ts';

const nothing = z.void();
const provider = z.object({ id: providerIdSchema });
const run = z.object({ id: z.uuid() });

/** Providers, and the runs on them. A key goes in and never comes out. */
export const finetuneCalls = {
  'providers.list': call(nothing, z.array(listedProviderSchema)),
  /**
   * Adds a server of one's own, or changes it. The key of an address that no provider has any more is forgotten.
   *
   * @throws AssayError invalid-input for an address without TLS, conflict for another one while a run or an evaluation
   *   needs what it has
   */
  'providers.save': call(ownProviderSchema, nothing),
  /** Forgets its key as well, as `providers.save` does. @throws AssayError conflict while a run or an evaluation needs it */
  'providers.remove': call(provider, nothing),
  /** @throws AssayError invalid-input for what cannot be a key */
  'providers.setKey': call(provider.extend({ key: z.string().trim().min(1).max(1_000) }), nothing),
  'providers.forgetKey': call(provider, nothing),
  /** Asks the server for its models, by which the key is tried as well. */
  'providers.models': call(provider, z.object({ models: z.array(servedModelSchema) })),

  /**
   * Looks at everything that a run hangs on; sends no more than questions. How far the files were read is told by
   * `finetune.checking`; asking anew stops the one before.
   */
  'finetune.preflight': call(runPlanSchema, preflightSchema),
  'finetune.stopPreflight': call(nothing, nothing),
  /**
   * Begins a run that a preflight finds possible. Repeated under its id it begins none, and answers the same.
   *
   * @throws AssayError invalid-input where the preflight refuses it, conflict where its `confirm` was not typed
   */
  'finetune.create': call(run.extend({ plan: runPlanSchema, confirmed: z.string().nullable() }), runSchema),
  /** Newest first. */
  'finetune.list': call(nothing, z.array(runSchema)),
  /** Of the events only the `newest`, of which a job of thousands of steps has as many; `earlier` says how many more there are. */
  'finetune.detail': call(
    run.extend({ newest: z.int().nonnegative() }),
    z.object({
      run: runSchema,
      facts: z.array(datedFactSchema),
      events: z.array(runEventSchema),
      earlier: z.int().nonnegative(),
      metrics: z.array(runMetricSchema),
      checkpoints: z.array(runCheckpointSchema),
    }),
  ),
  /** The sample behind the line that a provider has refused; null where it names none, or the dataset is not here any more. */
  'finetune.refusedLine': call(
    run,
    z.object({ side: z.enum(runSides), line: z.int(), sampleId: z.string() }).nullable(),
  ),
  /** Ends a run: at the provider, where its job is there already. */
  'finetune.cancel': call(run, runSchema),
  /**
   * Goes on with a run that something stood in the way of; one that asks is looked for once more, and one that waits for a
   * server asks it at once.
   */
  'finetune.resume': call(run, runSchema),
  /** The newest jobs of the account, for a person to say which one is the run's. `own`: it trains on the run's file. */
  'finetune.candidates': call(
    run,
    z.array(
      z.object({
        jobId: z.string(),
        createdAt: z.string(),
        status: z.string(),
        model: z.string(),
        own: z.boolean(),
      }),
    ),
  ),
  /** A person names the job that a run has made. @throws AssayError conflict for a job that is not its own */
  'finetune.link': call(run.extend({ jobId: z.string().trim().min(1).max(200) }), runSchema),
  /** A person gives a run up that asks, stands still, or waits for what may never come: it is looked after no more. */
  'finetune.abandon': call(run, runSchema),
} as const;
