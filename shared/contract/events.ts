import { z } from 'zod';
import { jobSchema } from '../domain/job.ts';
import { runSchema } from '../domain/run.ts';
import { preferencesSchema } from '../domain/settings.ts';
import { syncStatusSchema } from '../sync/status.ts';

/** What the main process tells the window, unasked. */
export const events = {
  job: jobSchema,
  /** How far the samples were read for `dataset.count` or `readiness.count`, from 0 to 1. */
  'dataset.surveying': z.object({ share: z.number() }),
  /** A run was begun, or something happened to it. */
  run: runSchema,
  /** How far the files were read for `finetune.preflight`, from 0 to 1. */
  'finetune.checking': z.object({ share: z.number() }),
  /** What a person can see of sync has changed. */
  sync: syncStatusSchema,
  /** Samples came or changed: counts, facets and open result sets are out of date. */
  'samples.changed': z.object({ samples: z.int() }),
  /** The team has erased these: what is still on a screen must go, with whatever was typed there. */
  'samples.erased': z.object({ sampleIds: z.array(z.string()) }),
  /** A menu item was chosen: the id of a command of the renderer's keymap. */
  command: z.object({ id: z.string() }),
  /** The machine was locked or suspended (away), or is back. Active time stops meanwhile. */
  presence: z.object({ away: z.boolean() }),
  /** The window is about to close: save what was typed, then call `shell.flushed`. */
  closing: z.object({}),
  preferences: preferencesSchema,
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>;
