import { create } from 'zustand';
import type { TrainingMethod } from '../../shared/domain/provider.ts';
import { type RunPlan, runPlanSchema } from '../../shared/domain/run.ts';
import { numberIn } from '../ui/number-in.ts';
import { dropPreflight } from './preflight.ts';

/** What is typed for a new run. Null leaves the choice to the form: the newest dataset, the first provider with a key. */
export type Draft = {
  datasetId: string | null;
  providerId: string | null;
  method: TrainingMethod;
  validation: boolean | null;
} & Record<TypedField, string>;

const typedFields = ['model', 'epochs', 'batchSize', 'learningRate', 'beta', 'seed', 'suffix'] as const;
export type TypedField = (typeof typedFields)[number];

const empty: Draft = {
  datasetId: null,
  providerId: null,
  method: 'supervised',
  validation: null,
  model: '',
  epochs: '',
  batchSize: '',
  learningRate: '',
  beta: '',
  seed: '',
  suffix: '',
};

/** The form for a new run; kept while other screens are open. */
export const useDraft = create<Draft>()(() => empty);

/** What a preflight has found is about another plan then. */
export function setDraft(change: Partial<Draft>): void {
  useDraft.setState(change);
  dropPreflight();
}

/** Fills the form with what was asked for before. */
export function draftAgain(plan: RunPlan): void {
  const text = (value: number | null) => (value === null ? '' : String(value));
  setDraft({
    ...plan,
    epochs: text(plan.epochs),
    batchSize: text(plan.batchSize),
    learningRate: text(plan.learningRate),
    beta: text(plan.beta),
    seed: text(plan.seed),
    suffix: plan.suffix ?? '',
  });
}

/** What would fit, where something does not. */
const fits: Record<TypedField, string> = {
  model: 'The name of a model.',
  epochs: 'A whole number from 1 to 50, or nothing.',
  batchSize: 'A whole number from 1 to 256, or nothing.',
  learningRate: 'A number above 0 and up to 100, or nothing.',
  beta: 'A number above 0 and up to 2, or nothing.',
  seed: 'A whole number from 0 to 2,147,483,647, or nothing.',
  suffix: 'At most 64 letters, digits and hyphens, or nothing.',
};

export type Problems = Partial<Record<TypedField, string>>;
/** What the form chose where the person did not. */
export type Chosen = Pick<RunPlan, 'datasetId' | 'providerId' | 'validation'>;

/** The plan as it was typed, or what does not fit. */
export function planOf(
  draft: Draft,
  chosen: Chosen,
): { plan: RunPlan; problems: null } | { plan: null; problems: Problems } {
  const { method, model, suffix } = draft;
  const parsed = runPlanSchema.safeParse({
    ...chosen,
    method,
    model,
    epochs: numberIn(draft.epochs),
    batchSize: numberIn(draft.batchSize),
    learningRate: numberIn(draft.learningRate),
    beta: method === 'dpo' ? numberIn(draft.beta) : null,
    seed: numberIn(draft.seed),
    suffix: suffix.trim() || null,
  });
  if (parsed.success) return { plan: parsed.data, problems: null };
  const wrong = typedFields.filter((field) => parsed.error.issues.some(({ path }) => path[0] === field));
  return { plan: null, problems: Object.fromEntries(wrong.map((field) => [field, fits[field]])) };
}
