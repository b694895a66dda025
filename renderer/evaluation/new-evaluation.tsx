import { type ReactNode, useEffect, useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import type { EvaluationPlan, EvaluationPreview } from '../../shared/domain/comparison.ts';
import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import type { Run } from '../../shared/domain/run.ts';
import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useBuilt } from '../dataset/use-built.ts';
import { loadProviders, useProviders } from '../finetune/providers.ts';
import { followRuns, useRuns } from '../finetune/runs.ts';
import { useJobs } from '../stores/jobs.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field, Form } from '../ui/form.tsx';
import { plural } from '../ui/format.ts';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { ModelChoice } from './model-choice.tsx';
import css from './new-evaluation.module.css';
import { firstForm, type PlanForm, planOf } from './plan-form.ts';
import { Preview } from './preview.tsx';
import { loadEvaluations, useEvaluations } from './store.ts';

/** Plans an evaluation: first the form, then what it would be, then the word to begin. */
export function NewEvaluation({ onClose }: { onClose: () => void }) {
  const built = useBuilt();
  const providers = useProviders();
  const runs = useRuns();
  useEffect(() => void loadProviders(), []);
  useEffect(followRuns, []);
  const error = built.error ?? providers.error ?? runs.error;
  // The dialog opens once its first field is there to take the focus.
  if (!error && !(built.list && providers.list && runs.runs)) return null;
  const [newest, ...older] = (built.list?.datasets ?? []).filter(({ examples }) => (examples.holdout ?? 0) > 0);
  return (
    <Dialog title="New evaluation" size="large" onClose={onClose}>
      {error ? (
        <ErrorNote error={error} />
      ) : newest ? (
        <Planning
          datasets={[newest, ...older]}
          providers={providers.list ?? []}
          runs={runs.runs ?? []}
          onClose={onClose}
        />
      ) : (
        <EmptyState title="No dataset holds anything out">
          <p>
            Two models can only be compared on what neither has seen. Build a dataset with a hold-out on the Datasets
            screen, tune on it, and compare on what it held out.
          </p>
        </EmptyState>
      )}
    </Dialog>
  );
}

type PlanningProps = {
  datasets: readonly [BuiltDataset, ...BuiltDataset[]];
  providers: readonly ListedProvider[];
  runs: readonly Run[];
  onClose: () => void;
};

function Planning({ datasets, providers, runs, onClose }: PlanningProps) {
  const [form, setForm] = useState(() => firstForm({ datasets, providers, runs }));
  const [looked, setLooked] = useState<{ id: string; plan: EvaluationPlan; preview: EvaluationPreview } | null>(null);
  // A step goes with its button: the next one asks for its first answer, or is taken.
  const kept = useFocusKept<HTMLDivElement>((step) => step.querySelector('[data-autofocus], button'));
  const begin = async (confirmed: string) => {
    if (!looked) return;
    const { id, plan } = looked;
    const { jobId } = await ask('evaluation.create', { id, plan, confirmed });
    const job = (await ask('jobs.list')).find((known) => known.id === jobId);
    if (job) useJobs.getState().begin(job);
    await loadEvaluations();
    useEvaluations.setState({ chosen: id });
    announce('The evaluation has begun.');
    onClose();
  };
  const look = async () => {
    const plan = planOf(form);
    if (typeof plan === 'string') throw unfit(plan);
    setLooked({ id: uuidv7(), plan, preview: await ask('evaluation.preview', plan) });
  };
  return (
    <div {...kept}>
      {looked ? (
        <Preview preview={looked.preview} onBegin={begin} onBack={() => setLooked(null)} />
      ) : (
        <Plan
          datasets={datasets}
          providers={providers}
          form={form}
          onChange={(change) => setForm({ ...form, ...change })}
          onLook={look}
          onClose={onClose}
        />
      )}
    </div>
  );
}

function unfit(message: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message,
    safe: 'Nothing was sent, and nothing was charged.',
    remedy: 'Correct it, and look again.',
  });
}

type PlanProps = Omit<PlanningProps, 'runs'> & {
  form: PlanForm;
  onChange: (change: Partial<PlanForm>) => void;
  onLook: () => Promise<void>;
};

function Plan({ datasets, providers, form, onChange, onLook, onClose }: PlanProps) {
  const field = (
    key: 'temperature' | 'maxTokens' | 'seed' | 'items' | 'drawnBy' | 'judges',
    label: string,
    empty: string,
  ) => (
    <Field
      label={label}
      inputMode="decimal"
      placeholder={empty}
      value={form[key]}
      onChange={(value) => onChange({ [key]: value })}
    />
  );
  return (
    <Form
      submit="Look first"
      busy="Reading the hold-out…"
      onSubmit={onLook}
      others={<Button onClick={onClose}>Cancel</Button>}
    >
      <div className={css['fields']}>
        <Field
          label="Name, which judges see: it names no model"
          value={form.name}
          maxLength={100}
          data-autofocus
          onChange={(name) => onChange({ name })}
        />
        <Choice
          label="Hold-out of"
          value={form.datasetId}
          options={Object.fromEntries(datasets.map((one) => [one.id, datasetText(one)]))}
          onChange={(datasetId) => onChange({ datasetId })}
        />
        <ModelChoice
          title="Base model"
          providers={providers}
          chosen={form.base}
          onChange={(base) => onChange({ base })}
        />
        <ModelChoice
          title="Tuned model"
          providers={providers}
          chosen={form.tuned}
          onChange={(tuned) => onChange({ tuned })}
        />
      </div>
      <Part title="Both models answer with">
        {field('temperature', 'Temperature', 'the server chooses')}
        {field('maxTokens', 'Longest answer, tokens', '600')}
        {field('seed', 'Seed', 'none')}
      </Part>
      <Part title="Who judges what">
        {field('items', 'Items', 'all that are held out')}
        {field('drawnBy', 'Drawn by seed', '1')}
        {field('judges', 'Judges an item', '1')}
      </Part>
      <label className={css['check']}>
        <input type="checkbox" checked={form.scored} onChange={({ target }) => onChange({ scored: target.checked })} />
        Judges may score both answers by the rubric, too
      </label>
    </Form>
  );
}

function datasetText({ id, name, examples }: BuiltDataset): string {
  return `${name} (${plural(examples.holdout ?? 0, 'sample')} held out, ${id.slice(0, 8)})`;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={css['part']}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
