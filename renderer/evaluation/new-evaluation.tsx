import { type ReactNode, useEffect, useState } from 'react';
import { v7 as uuidv7 } from 'uuid';
import type { EvaluationPlan, EvaluationPreview } from '../../shared/domain/comparison.ts';
import { AssayError } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useBuilt } from '../dataset/use-built.ts';
import { loadProviders, useProviders } from '../finetune/providers.ts';
import { useJobs } from '../stores/jobs.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import formCss from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';
import { plural } from '../ui/format.ts';
import { ModelChoice } from './model-choice.tsx';
import css from './new-evaluation.module.css';
import { emptyForm, type PlanForm, planOf } from './plan-form.ts';
import { Preview } from './preview.tsx';
import { loadEvaluations, useEvaluations } from './store.ts';

/** Plans an evaluation: first the form, then what it would be, then the word to begin. */
export function NewEvaluation({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState(emptyForm);
  const [looked, setLooked] = useState<{ id: string; plan: EvaluationPlan; preview: EvaluationPreview } | null>(null);
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
    <Dialog title="New evaluation" size="large" onClose={onClose}>
      {looked ? (
        <Preview preview={looked.preview} onBegin={begin} onBack={() => setLooked(null)} />
      ) : (
        <Plan form={form} onChange={(change) => setForm({ ...form, ...change })} onLook={look} onClose={onClose} />
      )}
    </Dialog>
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

type PlanProps = {
  form: PlanForm;
  onChange: (change: Partial<PlanForm>) => void;
  onLook: () => Promise<void>;
  onClose: () => void;
};

function Plan({ form, onChange, onLook, onClose }: PlanProps) {
  const { list } = useBuilt();
  const providers = useProviders(({ list }) => list);
  useEffect(() => void loadProviders(), []);
  const datasets = list?.datasets.filter(({ examples }) => (examples.holdout ?? 0) > 0) ?? null;
  if (!datasets || !providers) return null;
  if (datasets.length === 0)
    return (
      <EmptyState title="No dataset holds anything out">
        <p>
          Two models can only be compared on what neither has seen. Build a dataset with a hold-out on the Datasets
          screen, tune on it, and compare on what it held out.
        </p>
      </EmptyState>
    );
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
          label="Name, which judges see"
          value={form.name}
          maxLength={100}
          data-autofocus
          onChange={(name) => onChange({ name })}
        />
        <label className={formCss['field']}>
          Hold-out of
          <select value={form.datasetId} onChange={({ target }) => onChange({ datasetId: target.value })}>
            <option value="">Choose a dataset</option>
            {datasets.map(({ id, name, examples }) => (
              <option key={id} value={id}>
                {`${name} (${plural(examples.holdout ?? 0, 'sample')} held out, ${id.slice(0, 8)})`}
              </option>
            ))}
          </select>
        </label>
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

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={css['part']}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
