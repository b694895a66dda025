import { z } from 'zod';
import { providerIdSchema } from './provider.ts';

/** unseen: nobody has asked its server yet. gone: its server does not list it any more. */
export const modelStatuses = ['unseen', 'available', 'gone'] as const;

/** A model by which agents answer or may: where it comes from and how long it will be there. */
export const modelSchema = z.object({
  providerId: providerIdSchema,
  /** By its server's name. */
  name: z.string().min(1).max(300),
  kind: z.enum(['base', 'tuned']),
  /** What a tuned model was tuned from, by which run, on which dataset. */
  base: z.string().nullable(),
  runId: z.uuid().nullable(),
  datasetId: z.string().nullable(),
  datasetName: z.string().nullable(),
  status: z.enum(modelStatuses),
  /** When its server was asked last. */
  seenAt: z.string().nullable(),
  /** The day on which it stops to answer, as its server announces it; a tuned model stops with its base at the latest. */
  shutdown: z.string().nullable(),
  notes: z.string().max(4_000),
});
export type Model = z.infer<typeof modelSchema>;
