import { useEffect, useState } from 'react';
import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import { useBuilt } from '../dataset/use-built.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { useView } from '../stores/view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { type Draft, planOf, useDraft } from './draft.ts';
import { rowsFor } from './examples.ts';
import css from './new-run.module.css';
import { PlanForm } from './plan-form.tsx';
import { followLook, look, usePreflight } from './preflight.ts';
import { PreflightPane } from './preflight-pane.tsx';
import { useProviders } from './providers.ts';
import { focusProblem } from './typed-input.tsx';

/** A new run: what is asked for at the left, what a look at it says at the right. */
export function NewRun() {
  const { list, error: unread } = useBuilt();
  const { list: providers, error: unknown } = useProviders();
  useEffect(followLook, []);
  const error = unread ?? unknown;
  if (error)
    return (
      <div className={css['message']}>
        <ErrorNote error={error} />
      </div>
    );
  if (!list || !providers) return null;
  const [newest] = list.datasets;
  const [first] = providers;
  if (!newest || !first) return <NoDataset />;
  return <Filled datasets={[newest, ...list.datasets.slice(1)]} providers={[first, ...providers.slice(1)]} />;
}

type Several<T> = readonly [T, ...T[]];
type FilledProps = { datasets: Several<BuiltDataset>; providers: Several<ListedProvider> };

function Filled({ datasets, providers }: FilledProps) {
  const draft = useDraft();
  const looking = usePreflight(({ share }) => share !== null);
  const [tried, setTried] = useState(false);
  const dataset = datasets.find(({ id }) => id === draft.datasetId) ?? datasets[0];
  const provider =
    providers.find(({ id }) => id === draft.providerId) ?? providers.find(({ key }) => key !== 'none') ?? providers[0];
  const validation = draft.validation ?? rowsFor(dataset, draft.method, 'validation') > 0;
  const { plan, problems } = planOf(draft, { datasetId: dataset.id, providerId: provider.id, validation });
  const check = () => {
    setTried(true);
    if (plan) void look(plan);
    else focusProblem();
  };
  useCommands({ 'finetune.check': check });
  return (
    <div className={css['columns']}>
      <section className={css['form']} aria-label="What is asked for">
        <PlanForm
          datasets={datasets}
          dataset={dataset}
          providers={providers}
          provider={provider}
          validation={validation}
          problems={shown(problems, draft, tried)}
        />
        <div className={css['look']}>
          <Button look="primary" disabled={looking} onClick={check}>
            Preflight <Key command="finetune.check" />
          </Button>
          <span className={css['note']}>asks and reads; nothing is sent, nothing is charged</span>
        </div>
      </section>
      <PreflightPane plan={plan} onAgain={check} />
    </div>
  );
}

/** Whoever has not typed anything yet has done nothing wrong. */
function shown(problems: Partial<Record<keyof Draft, string>> | null, draft: Draft, tried: boolean) {
  return Object.fromEntries(
    Object.entries(problems ?? {}).filter(([field]) => tried || draft[field as keyof Draft] !== ''),
  );
}

function NoDataset() {
  const go = useView((view) => view.go);
  return (
    <EmptyState
      title="No dataset was built yet"
      actions={
        <Button look="primary" onClick={() => go('dataset')}>
          To the datasets <Key command="go.dataset" />
        </Button>
      }
    >
      <p>
        A run trains on a dataset: samples that people have reviewed and that pass the gate, as files that never change.
        Build one in the format Chat, or Preference pairs for DPO, with a share held out: by that part the tuned model
        is judged.
      </p>
    </EmptyState>
  );
}
