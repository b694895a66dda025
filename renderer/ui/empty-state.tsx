import type { ReactNode } from 'react';
import css from './empty-state.module.css';

/** Nothing is here yet: says why, and teaches the next step. */
export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className={css['empty']}>
      <h2 className={css['title']}>{title}</h2>
      {children}
      {actions ? <div className={css['actions']}>{actions}</div> : null}
    </div>
  );
}
