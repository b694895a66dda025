import css from './form.module.css';

type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  /** Those that may be chosen, by name. */
  options: Partial<Record<T, string>>;
  onChange: (value: T) => void;
};

/** One of a few, by name. */
export function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  const values = Object.keys(options) as T[];
  return (
    <label className={css['field']}>
      {label}
      <select
        value={value}
        onChange={({ target }) => {
          const chosen = values.find((option) => option === target.value);
          if (chosen !== undefined) onChange(chosen);
        }}
      >
        {values.map((option) => (
          <option key={option} value={option}>
            {options[option]}
          </option>
        ))}
      </select>
    </label>
  );
}
