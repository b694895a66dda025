import { useEffect, useId, useState } from 'react';
import { numberIn } from '../ui/number-in.ts';
import css from './number-field.module.css';

type Props = {
  label: string;
  /** Null where nobody knows it. */
  value: number | null;
  onSave: (value: number | null) => void;
  whole?: boolean;
  least?: number;
  most?: number;
  /** What an empty field means. */
  unknown?: string;
};

/** A figure that may be unknown: empty is no zero. Saved when the field is left, and on Enter. */
export function NumberField({ label, value, onSave, whole = false, least = 0, most, unknown = 'not known' }: Props) {
  const [typed, setTyped] = useState(textOf(value));
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  useEffect(() => setTyped(textOf(value)), [value]);
  const save = () => {
    const read = numberIn(typed);
    const wrong = problemOf(read, { whole, least, most });
    setProblem(wrong);
    if (wrong === null && read !== value) onSave(read);
  };
  return (
    <div className={css['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        inputMode="decimal"
        value={typed}
        placeholder={unknown}
        aria-invalid={problem !== null}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={save}
        onKeyDown={({ key }) => {
          if (key === 'Enter') save();
        }}
      />
      {problem === null ? null : (
        <span id={`${id}-problem`} role="alert" className={css['problem']}>
          {problem}
        </span>
      )}
    </div>
  );
}

const textOf = (value: number | null): string => (value === null ? '' : String(value));

type Limits = { whole: boolean; least: number; most: number | undefined };

function problemOf(value: number | null, { whole, least, most }: Limits): string | null {
  if (value === null) return null;
  if (Number.isNaN(value)) return 'This is no number, as in 12.5.';
  if (whole && !Number.isInteger(value)) return 'A whole number, please.';
  if (value < least) return `At least ${least}.`;
  return most !== undefined && value > most ? `At most ${most}.` : null;
}
