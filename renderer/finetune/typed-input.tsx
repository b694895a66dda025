import { type InputHTMLAttributes, useId } from 'react';
import css from './typed-input.module.css';

type TypedInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  label: string;
  value: string;
  /** Why it does not fit. */
  problem?: string | undefined;
  onChange: (value: string) => void;
};

/** To the first field that does not fit: which one does not is drawn by the next frame. */
export function focusProblem(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** A field that says in words what is wrong with what is typed. */
export function TypedInput({ label, value, problem, onChange, ...input }: TypedInputProps) {
  const id = useId();
  return (
    <div className={css['field']}>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        id={id}
        value={value}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        onChange={({ target }) => onChange(target.value)}
      />
      {problem === undefined ? null : (
        <span id={`${id}-problem`} role="alert" className={css['problem']}>
          {problem}
        </span>
      )}
    </div>
  );
}
