import type { ReactNode } from 'react';
import css from './frame.module.css';
import { Header, type HeaderProps } from './header.tsx';

type FrameProps = HeaderProps & { children: ReactNode; footer?: ReactNode };

/** What every screen stands in: header 36, the screen, footer 32. */
export function Frame({ children, footer, ...header }: FrameProps) {
  return (
    <div className={css['frame']}>
      <Header {...header} />
      <main className={css['main']}>{children}</main>
      {footer ? <footer className={css['footer']}>{footer}</footer> : null}
    </div>
  );
}
