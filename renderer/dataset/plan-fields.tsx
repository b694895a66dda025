import { useId, useState } from 'react';
import { numberIn } from '../ui/number-in.ts';
import css from './plan-form.module.css';

/** A title of one part of the plan, with what it is about. */
export function PlanTitle({ title, about }: { title: string; about?: string }) {
  return (
    <h2 className={css['title']}>
      {title}
      {about ? <small>{about}</small> : null}
    </h2>
  );
}

type TextFieldProps = { label: string; value: string; maxLength: number; onChange: (value: string) => void };

/** A text that must not be empty: what cannot be saved stays in the field and is given up with the focus. */
export function TextField({ label, value, maxLength, onChange }: TextFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <label className={css['field']}>
      <span>{label}</span>
      <input
        value={typed ?? value}
        maxLength={maxLength}
        spellCheck={false}
        aria-invalid={typed?.trim() === '' || undefined}
        onChange={({ target }) => {
          setTyped(target.value);
          if (target.value.trim() !== '') onChange(target.value.trim());
        }}
        onBlur={() => setTyped(null)}
      />
    </label>
  );
}

type NumberFieldProps = {
  label: string;
  /** What follows the number. */
  unit?: string;
  value: number | null;
  min: number;
  max: number;
  /** What an empty field means; without it, it means nothing. */
  empty?: string;
  /** Suggestions, each with a name. */
  suggested?: readonly { value: number; name: string }[];
  onChange: (value: number | null) => void;
};

/** A whole number within bounds: another one stays in the field, marked, and is given up with the focus. */
export function NumberField({ label, unit, value, min, max, empty, suggested, onChange }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const listId = useId();
  const read = (text: string): number | null | undefined => {
    const number = numberIn(text);
    if (number === null) return empty === undefined ? undefined : null;
    return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
  };
  const invalid = typed !== null && read(typed) === undefined;
  return (
    <label className={css['field']} data-invalid={invalid || undefined}>
      <span>{label}</span>
      <span className={css['number']}>
        <input
          inputMode="numeric"
          value={typed ?? (value === null ? '' : `${value}`)}
          placeholder={empty}
          list={suggested ? listId : undefined}
          aria-invalid={invalid || undefined}
          onChange={({ target }) => {
            setTyped(target.value);
            const number = read(target.value);
            if (number !== undefined) onChange(number);
          }}
          onBlur={() => setTyped(null)}
        />
        {unit ? <span className={css['unit']}>{unit}</span> : null}
      </span>
      {suggested ? (
        <datalist id={listId}>
          {suggested.map(({ value, name }) => (
            <option key={name} value={value}>
              {name}
            </option>
          ))}
        </datalist>
      ) : null}
      {invalid ? (
        <span className={css['hint']} role="status">
          A whole number from {min.toLocaleString('en')} to {max.toLocaleString('en')}.
        </span>
      ) : null}
    </label>
  );
}
