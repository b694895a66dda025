import { useId } from 'react';
import css from './segmented.module.css';

type SegmentedProps<T extends string> = {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
};

/** A few choices side by side: a real radio group, so arrow keys and screen readers know it. */
export function Segmented<T extends string>({ label, value, options, onChange }: SegmentedProps<T>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={css['group']}>
      {options.map((option) => (
        <label key={option.value} className={css['option']}>
          <input
            type="radio"
            name={name}
            className={css['input']}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className={css['text']}>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
