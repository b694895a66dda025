import type { ReactNode } from 'react';
import css from './section.module.css';

type SectionProps = { id: string; title: string; small?: ReactNode; children: ReactNode };

/** A part of the page that the criteria can lead to. */
export function Section({ id, title, small, children }: SectionProps) {
  return (
    <section id={id} tabIndex={-1} className={css['section']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} className={css['title']}>
        {title}
        {small === undefined ? null : <small>{small}</small>}
      </h2>
      {children}
    </section>
  );
}
