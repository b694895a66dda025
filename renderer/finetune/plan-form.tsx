import { useId, useState } from 'react';
import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import type { ListedProvider, TrainingMethod } from '../../shared/domain/provider.ts';
import { NumberField } from '../readiness/number-field.tsx';
import { useSettings, useWorkspace } from '../stores/workspace.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { count, dateTime, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { useEntryFocus } from '../ui/use-entry-focus.ts';
import { type Problems, setDraft, type TypedField, useDraft } from './draft.ts';
import { rowsFor } from './examples.ts';
import { KeyDialog } from './key-dialog.tsx';
import { ModelField } from './model-field.tsx';
import { methodNames, rateName } from './names.ts';
import css from './plan-form.module.css';
import { namesOf } from './providers.ts';
import { TypedInput } from './typed-input.tsx';

type PlanFormProps = {
  datasets: readonly BuiltDataset[];
  dataset: BuiltDataset;
  providers: readonly ListedProvider[];
  provider: ListedProvider;
  validation: boolean;
  problems: Problems;
};

const methods = [
  { value: 'supervised', label: methodNames.supervised },
  { value: 'dpo', label: methodNames.dpo },
] as const;

/** What is asked for. What is left empty the provider chooses. */
export function PlanForm({ datasets, dataset, providers, provider, validation, problems }: PlanFormProps) {
  const { method, datasetId, providerId } = useDraft();
  // One Tab away from the first field: in a field, the keys of the views would be typed.
  const form = useEntryFocus<HTMLElement>();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section ref={form} className={css['scroll']} tabIndex={0} aria-label="Plan of the run">
      <Choice
        label="Dataset"
        value={dataset.id}
        options={Object.fromEntries(datasets.map((one) => [one.id, `${one.name}, ${dateTime(one.builtAt)}`]))}
        onChange={(id) => setDraft({ datasetId: id, validation: null })}
      />
      <Gone what="dataset" wanted={datasetId} id={dataset.id} />
      <p className={css['note']}>
        {examplesText(rowsFor(dataset, method, 'train'), method)}; {count(dataset.tokens.total)} tokens in all;{' '}
        <code>{dataset.id.slice(0, 8)}</code>
      </p>
      <Choice
        label="Provider"
        value={provider.id}
        options={namesOf(providers)}
        onChange={(id) => setDraft({ providerId: id })}
      />
      <Gone what="provider" wanted={providerId} id={provider.id} />
      <KeyNote provider={provider} />
      <ModelField provider={provider} problem={problems.model} />
      <div className={css['method']}>
        <span className={css['label']}>Method</span>
        <Segmented label="Method" value={method} options={methods} onChange={(next) => setDraft({ method: next })} />
      </div>
      <div className={css['two']}>
        <Typed field="epochs" label="Epochs" problems={problems} numeric />
        <Typed field="batchSize" label="Batch size" problems={problems} numeric />
        <Typed field="learningRate" label={rateName(provider.kind)} problems={problems} numeric />
        {method === 'dpo' ? <Typed field="beta" label="Beta" problems={problems} numeric /> : null}
        <Typed field="seed" label="Seed" problems={problems} numeric />
        <Typed field="suffix" label="Suffix of the model’s name" problems={problems} empty="none" />
      </div>
      <Validation rows={rowsFor(dataset, method, 'validation')} on={validation} />
      <ConfirmAbove />
    </section>
  );
}

function examplesText(rows: number, method: TrainingMethod): string {
  if (rows === 0) return 'Nothing in it for this method';
  return plural(rows, method === 'dpo' ? 'training pair' : 'training example');
}

type TypedProps = { field: TypedField; label: string; problems: Problems; numeric?: boolean; empty?: string };

function Typed({ field, label, problems, numeric = false, empty = 'the provider chooses' }: TypedProps) {
  const value = useDraft((draft) => draft[field]);
  return (
    <TypedInput
      label={label}
      value={value}
      problem={problems[field]}
      placeholder={empty}
      inputMode={numeric ? 'decimal' : 'text'}
      spellCheck={false}
      onChange={(typed) => setDraft({ [field]: typed })}
    />
  );
}

function KeyNote({ provider }: { provider: ListedProvider }) {
  const [entering, setEntering] = useState(false);
  return (
    <>
      {provider.key === 'none' ? (
        <p className={css['note']}>
          There is no key for {provider.name} here.{' '}
          <Button look="quiet" className={css['inline']} onClick={() => setEntering(true)}>
            Enter the key…
          </Button>
        </p>
      ) : null}
      {entering ? <KeyDialog provider={provider} onClose={() => setEntering(false)} /> : null}
    </>
  );
}

/** A run that is made again names what may be gone since. */
function Gone({ wanted, what, id }: { wanted: string | null; what: string; id: string }) {
  if (wanted === null || wanted === id) return null;
  return (
    <p className={css['note']} data-bad>
      The {what} of that run is not here any more: this is another.
    </p>
  );
}

function Validation({ rows, on }: { rows: number; on: boolean }) {
  const about = useId();
  return (
    <div className={css['check']}>
      <label>
        <input
          type="checkbox"
          checked={on}
          aria-describedby={about}
          onChange={({ target }) => setDraft({ validation: target.checked })}
        />
        Send the validation file along
      </label>
      <p id={about} className={css['note']}>
        {rows === 0
          ? 'This dataset has none for the method.'
          : `${plural(rows, 'example')} that nothing is learned from: the loss there tells when learning stops.`}
      </p>
    </div>
  );
}

/** The workspace keeps from which amount on a run is confirmed by typing it. */
function ConfirmAbove() {
  const { confirmAbove } = useSettings((settings) => settings.tuning);
  const currency = useSettings((settings) => settings.costs.prices.currency);
  const update = useWorkspace((workspace) => workspace.updateSettings);
  return (
    <div className={css['confirm']}>
      <NumberField
        label={`Confirm by typing above, ${currency}`}
        value={confirmAbove}
        unknown="always"
        onSave={(amount) => void attempt(() => update({ tuning: { confirmAbove: amount ?? 0 } }))}
      />
      <p className={css['note']}>Kept with the workspace. A run whose cost nobody knows is always confirmed.</p>
    </div>
  );
}
