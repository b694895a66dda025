import { type FormEvent, type InputHTMLAttributes, type ReactNode, useContext, useState } from 'react';
import type { ErrorReport } from '../../shared/errors.ts';
import { Button } from './button.tsx';
import { SendingContext } from './dialog.tsx';
import { ErrorNote, reportOf } from './error-note.tsx';
import css from './form.module.css';

type FormProps = {
  /** What the button says, and what it says while the answer is out. */
  submit: string;
  busy: string;
  onSubmit: () => Promise<unknown>;
  children?: ReactNode;
  /** Other ways, beside the button; none is open while the answer is out. */
  others?: ReactNode;
};

/**
 * A form that asks a server: Enter sends it, the answer may take a while, and what went wrong stands above the button until
 * something is changed.
 */
export function Form({ submit, busy, onSubmit, children, others }: FormProps) {
  const [sending, setSending] = useState(false);
  const tellDialog = useContext(SendingContext);
  const [error, setError] = useState<ErrorReport | null>(null);
  const wait = (on: boolean) => {
    setSending(on);
    tellDialog(on);
  };
  const send = async (event: FormEvent) => {
    event.preventDefault();
    wait(true);
    setError(null);
    try {
      await onSubmit();
    } catch (thrown) {
      setError(reportOf(thrown));
    } finally {
      wait(false);
    }
  };
  return (
    <form className={css['form']} onChange={() => setError(null)} onSubmit={(event) => void send(event)}>
      {children}
      {error ? <ErrorNote ref={bringIntoView} error={error} /> : null}
      <div className={css['actions']}>
        <Button type="submit" look="primary" disabled={sending}>
          {sending ? busy : submit}
        </Button>
        <fieldset className={css['others']} disabled={sending}>
          {others}
        </fieldset>
      </div>
    </form>
  );
}

const bringIntoView = (note: HTMLElement | null) => note?.scrollIntoView({ block: 'nearest' });

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  label: string;
  value: string;
  onChange: (value: string) => void;
};

/** What the browser says of a required field that blanks alone fill; empty where there is more, or nothing yet. */
export const blanksProblem = (value: string) => (value !== '' && value.trim() === '' ? 'Not only blanks.' : '');

/** One line to fill in; where it is required, blanks alone do not fill it. */
export function Field({ label, value, onChange, ...input }: FieldProps) {
  return (
    <label className={css['field']}>
      {label}
      <input
        {...input}
        ref={(field) => field?.setCustomValidity(input.required ? blanksProblem(value) : '')}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    </label>
  );
}
