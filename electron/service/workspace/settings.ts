import { z } from 'zod';
import { defaultPlan } from '../../../shared/domain/dataset.ts';
import { defaultCosts } from '../../../shared/domain/default-costs.ts';
import { type WorkspaceSettings, workspaceSettingsSchema } from '../../../shared/domain/settings.ts';
import { defaultGate } from '../../../shared/rules/gate.ts';
import type { Meta } from '../store/meta.ts';

const defaults: WorkspaceSettings = {
  gate: defaultGate,
  systemPrompts: {},
  dataset: defaultPlan,
  costs: defaultCosts,
  tuning: { confirmAbove: 10 },
  order: { strategy: 'oldest', seed: null },
  showSignals: false,
  practice: 'offered',
};

const storedSchema = z.looseObject({ dataset: z.looseObject({}).optional() });

/** The workspace's settings; what was never set has its default, so that a new setting needs no migration. */
export function readSettings(meta: Meta): WorkspaceSettings {
  const stored = storedSchema.parse(JSON.parse(meta.get('settings') ?? '{}'));
  return workspaceSettingsSchema.parse({ ...defaults, ...stored, dataset: { ...defaultPlan, ...stored.dataset } });
}

export function updateSettings(meta: Meta, change: Partial<WorkspaceSettings>): WorkspaceSettings {
  const next = workspaceSettingsSchema.parse({ ...readSettings(meta), ...change });
  meta.set('settings', JSON.stringify(next));
  return next;
}
