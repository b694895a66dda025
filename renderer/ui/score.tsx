import css from './score.module.css';

/** A score as a small filled square: its number is the sign, the colour only helps. */
export function Score({ value }: { value: number }) {
  return (
    <span className={css['score']} data-score={Math.round(value)}>
      {value}
    </span>
  );
}
