import { type EvaluationPlan, mostItems } from '../../shared/domain/comparison.ts';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import type { Run } from '../../shared/domain/run.ts';
import { numberIn } from '../ui/number-in.ts';

/** What a person types: texts, until they are read. */
export type PlanForm = {
  name: string;
  datasetId: string;
  base: { providerId: string; model: string };
  tuned: { providerId: string; model: string };
  temperature: string;
  maxTokens: string;
  seed: string;
  /** Empty takes all of the hold-out. */
  items: string;
  drawnBy: string;
  judges: string;
  scored: boolean;
};

/** What there is to compare, and where; datasets and runs begin with the newest. */
type Comparable = {
  datasets: readonly [{ id: string }, ...{ id: string }[]];
  providers: readonly Pick<ListedProvider, 'id' | 'key'>[];
  runs: readonly Pick<Run, 'plan' | 'model'>[];
};

/** The form before anybody has typed: what the newest run has tuned, against what it was tuned from, on its hold-out. */
export function firstForm({ datasets, providers, runs }: Comparable): PlanForm {
  const known = (list: readonly { id: string }[], wanted: string) => list.some(({ id }) => id === wanted);
  const run = runs.find(
    ({ model, plan }) => model !== null && known(datasets, plan.datasetId) && known(providers, plan.providerId),
  );
  const withKey = providers.find(({ key }) => key !== 'none') ?? providers[0];
  const providerId = run?.plan.providerId ?? withKey?.id ?? '';
  return {
    name: '',
    datasetId: run?.plan.datasetId ?? datasets[0].id,
    base: { providerId, model: run?.plan.model ?? '' },
    tuned: { providerId, model: run?.model ?? '' },
    temperature: '0',
    maxTokens: '600',
    seed: '1',
    items: '',
    drawnBy: '1',
    judges: '1',
    scored: false,
  };
}

const mostSeed = 0x7fff_ffff;

/** The plan that a form says, or what is missing or wrong in it, as a sentence. */
export function planOf(form: PlanForm): EvaluationPlan | string {
  const { name, datasetId, base, tuned, scored } = form;
  if (name.trim() === '') return 'Give it a name, by which judges know it. It should name neither model.';
  if (base.model.trim() === '' || tuned.model.trim() === '') return 'Name both models.';
  const temperature = read('Temperature', form.temperature, 0, 2, false);
  const maxTokens = read('Longest answer', form.maxTokens, 1, 32_768);
  const seed = read('Seed', form.seed, 0, mostSeed);
  const items = read('Items', form.items, 1, mostItems);
  const drawnBy = read('Drawn by seed', form.drawnBy, 0, mostSeed);
  const judges = read('Judges', form.judges, 1, 9);
  for (const value of [temperature, maxTokens, seed, items, drawnBy, judges])
    if (typeof value === 'string') return value;
  const known = (value: number | string | null) => (typeof value === 'number' ? value : null);
  return {
    name: name.trim(),
    datasetId,
    base: { ...base, model: base.model.trim() },
    tuned: { ...tuned, model: tuned.model.trim() },
    sampling: { temperature: known(temperature), maxTokens: known(maxTokens) ?? 600, seed: known(seed) },
    sample: known(items) === null ? null : { items: known(items) ?? mostItems, seed: known(drawnBy) ?? 1 },
    judges: known(judges) ?? 1,
    scored,
  };
}

/** A number within bounds; null for an empty field, and a sentence for anything else. */
function read(name: string, typed: string, least: number, most: number, whole = true): number | string | null {
  const value = numberIn(typed);
  if (value === null) return null;
  const fits = Number.isFinite(value) && value >= least && value <= most && (!whole || Number.isInteger(value));
  if (fits) return value;
  return `${name} is ${whole ? 'a whole' : 'a'} number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`;
}
