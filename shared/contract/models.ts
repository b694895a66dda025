import { z } from 'zod';
import { modelSchema } from '../domain/model.ts';
import { providerIdSchema } from '../domain/provider.ts';
import { call } from './call.ts';

const nothing = z.void();
const model = modelSchema.pick({ providerId: true, name: true });

/** The models that agents answer by, or may. */
export const modelCalls = {
  /** Tuned ones first, the newest at the top. */
  'models.list': call(nothing, z.array(modelSchema)),
  /** Adds a model of a provider that no run here has used. */
  'models.add': call(model, nothing),
  'models.note': call(model.extend({ notes: modelSchema.shape.notes }), nothing),
  /** Asks a provider which of its models are there, and until when. */
  'models.refresh': call(z.object({ providerId: providerIdSchema }), z.array(modelSchema)),
} as const;
