import type { ReactNode } from 'react';
import css from './empty-state.module.css';
import { useEntryFocus } from './use-entry-focus.ts';

/** Nothing is here yet: says why, and teaches the next step. */
export function EmptyState({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  const part = useEntryFocus<HTMLElement>();
  return (
    <section ref={part} className={css['empty']} tabIndex={-1} aria-label={title}>
      <h2 className={css['title']}>{title}</h2>
      {children}
      {actions ? <div className={css['actions']}>{actions}</div> : null}
    </section>
  );
}
