import type { ReactNode } from 'react';
import css from './row.module.css';

type RowProps = {
  name: string;
  /** What it does, and what it costs. */
  about?: ReactNode;
  /** The control's id, where it is one that a label can name. */
  control?: string;
  children: ReactNode;
};

/** One setting: what it is at the left, its control at the right. */
export function Row({ name, about, control, children }: RowProps) {
  return (
    <div className={css['row']}>
      <div>
        {control === undefined ? (
          <p className={css['name']}>{name}</p>
        ) : (
          <label htmlFor={control} className={css['name']}>
            {name}
          </label>
        )}
        {about ? <p className={css['about']}>{about}</p> : null}
      </div>
      <div className={css['control']}>{children}</div>
    </div>
  );
}

type SwitchProps = { id: string; on: boolean; onChange: (on: boolean) => void };

export function Switch({ id, on, onChange }: SwitchProps) {
  return (
    <span className={css['switch']}>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={css['input']}
        aria-checked={on}
        checked={on}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span className={css['track']} aria-hidden="true" />
    </span>
  );
}
