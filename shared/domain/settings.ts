import { z } from 'zod';
import { gateSchema } from '../rules/gate.ts';
import { costSettingsSchema } from './costs.ts';
import { datasetPlanSchema } from './dataset.ts';
import { loopOrderSchema } from './order.ts';

/** Settings that belong to a workspace and travel with its folder. */
export const workspaceSettingsSchema = z.object({
  gate: gateSchema,
  /** System prompt of each agent, by `source.agent_name`: the first message of every exported example. */
  systemPrompts: z.record(z.string(), z.string().max(100_000)),
  /** The dataset that a person plans here. */
  dataset: datasetPlanSchema,
  /** Prices and assumptions by which readiness weighs cost against benefit. */
  costs: costSettingsSchema,
  /** From an amount above this on, in the currency of the prices, a run or an evaluation is confirmed by typing it. */
  tuning: z.object({ confirmAbove: z.number().nonnegative() }),
  /** The order in which the loop offers samples. */
  order: loopOrderSchema,
  /** Shows confidence, outcome and the dataset verdict before commit: only for someone who works alone. */
  showSignals: z.boolean(),
  practice: z.enum(['offered', 'done', 'skipped']),
});
export type WorkspaceSettings = z.infer<typeof workspaceSettingsSchema>;

/** Settings that belong to the person at this machine, whatever workspace is open. */
export const preferencesSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  /** Command id → key chord, only where it differs from the default. */
  keymap: z.record(z.string(), z.string()),
  /** WCAG 2.1.4: false turns every single-character shortcut off; the palette and modifier chords stay. */
  singleKeys: z.boolean(),
  /** Seconds without input after which active time stops. */
  idleSeconds: z.int().min(10).max(600),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const defaultPreferences: Preferences = { theme: 'system', keymap: {}, singleKeys: true, idleSeconds: 60 };
