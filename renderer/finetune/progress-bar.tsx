import css from './progress-bar.module.css';

/** How far something is, from 0 to 1. */
export function ProgressBar({ label, share }: { label: string; share: number }) {
  return (
    <div
      className={css['bar']}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <span className={css['done']} style={{ width: `${share * 100}%` }} />
    </div>
  );
}
