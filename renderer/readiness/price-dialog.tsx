import { useState } from 'react';
import { type ModelPrice, modelPriceSchema, type PriceTable } from '../../shared/domain/costs.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote, reportOf } from '../ui/error-note.tsx';
import { Field } from '../ui/form.tsx';
import { dayOf } from '../ui/format.ts';
import { numberIn } from '../ui/number-in.ts';
import css from './price-dialog.module.css';

const amounts = {
  training: 'Training',
  hosting: 'Hosting, an hour',
  baseInput: 'Base model, input',
  baseOutput: 'Base model, output',
  tunedInput: 'Tuned model, input',
  tunedOutput: 'Tuned model, output',
} as const;
type Amount = keyof typeof amounts;
const amountNames = Object.keys(amounts) as Amount[];

const ends = { unknown: 'not known', none: 'no end is announced', day: 'on a day' } as const;
type End = keyof typeof ends;

type Props = {
  /** Null for a new one. */
  row: ModelPrice | null;
  prices: PriceTable;
  onClose: () => void;
  onSave: (models: ModelPrice[]) => Promise<void>;
};

/** One row of the price table. What is left empty is not known. */
export function PriceDialog({ row, prices, onClose, onSave }: Props) {
  const [model, setModel] = useState(row?.model ?? '');
  const [source, setSource] = useState(row?.source ?? '');
  const [asOf, setAsOf] = useState(row?.asOf ?? dayOf(new Date().toISOString()));
  const [typed, setTyped] = useState<Record<Amount, string>>(() => typedOf(row));
  const [end, setEnd] = useState<End>(endOf(row?.shutdown ?? null));
  const [endDay, setEndDay] = useState(row?.shutdown && row.shutdown !== 'none' ? row.shutdown : '');
  const [error, setError] = useState<ErrorReport | null>(null);
  const others = prices.models.filter((other) => other !== row);

  const keep = async (models: ModelPrice[]) => {
    try {
      await onSave(models);
      onClose();
    } catch (thrown) {
      setError(reportOf(thrown));
    }
  };
  const save = () => {
    const numbers = Object.fromEntries(amountNames.map((name) => [name, numberIn(typed[name])]));
    const shutdown = end === 'day' ? endDay : end === 'none' ? 'none' : null;
    const parsed = modelPriceSchema.safeParse({
      model: model.trim(),
      source: source.trim(),
      asOf,
      shutdown,
      ...numbers,
    });
    const field = parsed.error?.issues[0]?.path[0];
    if (!parsed.success) return setError(refusal(String(field)));
    if (others.some((other) => other.model === parsed.data.model)) return setError(twice(parsed.data.model));
    void keep(row ? prices.models.map((other) => (other === row ? parsed.data : other)) : [...others, parsed.data]);
  };
  return (
    <Dialog
      title={row ? `Prices of ${row.model}` : 'A model and its prices'}
      onClose={onClose}
      actions={
        <>
          {row ? (
            <Button className={css['remove']} onClick={() => void keep(others)}>
              Remove
            </Button>
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" form="price">
            Save
          </Button>
        </>
      }
    >
      <form
        id="price"
        className={css['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <div className={css['wide']}>
          <Field label="Model" value={model} onChange={setModel} />
        </div>
        <div className={css['wide']}>
          <Field label="The page that says so" type="url" placeholder="https://…" value={source} onChange={setSource} />
        </div>
        {amountNames.map((name) => (
          <Field
            key={name}
            label={amounts[name]}
            inputMode="decimal"
            placeholder="not known"
            value={typed[name]}
            onChange={(text) => setTyped({ ...typed, [name]: text })}
          />
        ))}
        <label className={css['end']}>
          The model ends
          <select
            value={end}
            onChange={({ target }) => setEnd(Object.keys(ends).find((id) => id === target.value) as End)}
          >
            {Object.entries(ends).map(([id, name]) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {end === 'day' ? (
          <Field label="First day without it" type="date" value={endDay} onChange={setEndDay} />
        ) : (
          <span />
        )}
        <Field label="Read on" type="date" value={asOf} onChange={setAsOf} />
        {error ? (
          <div className={css['wide']}>
            <ErrorNote error={error} />
          </div>
        ) : null}
      </form>
    </Dialog>
  );
}

function typedOf(row: ModelPrice | null): Record<Amount, string> {
  const text = (name: Amount) => (row?.[name] == null ? '' : String(row[name]));
  return Object.fromEntries(amountNames.map((name) => [name, text(name)])) as Record<Amount, string>;
}

function endOf(shutdown: ModelPrice['shutdown']): End {
  return shutdown === null ? 'unknown' : shutdown === 'none' ? 'none' : 'day';
}

const names: Record<string, string> = {
  model: 'the model has no name',
  source: 'the page is no web address, as in https://example.com/prices',
  asOf: 'the day on which the page was read is missing',
  shutdown: 'the day on which the model ends is missing',
};

function refusal(field: string): ErrorReport {
  const amount = amountNames.find((name) => name === field);
  const what = amount ? `“${amounts[amount]}” is no price, as in 3.20` : (names[field] ?? 'something does not fit');
  return invalid(`This row cannot be saved: ${what}.`);
}

const twice = (model: string): ErrorReport => invalid(`There is a row for ${model} already.`);

function invalid(message: string): ErrorReport {
  return { kind: 'invalid-input', message, safe: 'The table is as it was.', remedy: 'Correct it, or cancel.' };
}
