import type { ReactNode } from 'react';
import { useDeciding, useLeading } from '../stores/sync.ts';
import { type Screen, screenNames, screens, useView } from '../stores/view.ts';
import css from './header.module.css';
import { JobIndicator } from './job-indicator.tsx';
import { SyncMark } from './sync-mark.tsx';
import { WorkspaceMenu } from './workspace-menu.tsx';

export type HeaderProps = {
  /** The screen's own text, beside the workspace's name. */
  left?: ReactNode;
  right?: ReactNode;
  /** The ways to the other screens; the labeling screen keeps them in the workspace menu. */
  navigation?: boolean;
  /** 0 to 1: the line at the header's lower edge. */
  progress?: number;
};

export function Header({ left, right, navigation = true, progress }: HeaderProps) {
  return (
    <header className={css['header']}>
      <WorkspaceMenu />
      <div className={css['left']}>{left}</div>
      <span className={css['gap']} />
      <JobIndicator />
      {right}
      <SyncMark />
      {navigation ? <Navigation /> : null}
      {progress === undefined ? null : <span className={css['progress']} style={{ width: `${progress * 100}%` }} />}
    </header>
  );
}

function Navigation() {
  const screen = useView((view) => view.screen);
  const deciding = useDeciding();
  const shown: Partial<Record<Screen, boolean>> = {
    lead: useLeading(),
    dataset: deciding,
    readiness: deciding,
    finetune: deciding,
    deploy: deciding,
  };
  return (
    <nav className={css['navigation']} aria-label="Screens">
      {screens.map((id) => (shown[id] === false ? null : <Way key={id} id={id} current={id === screen} />))}
    </nav>
  );
}

function Way({ id, current }: { id: Screen; current: boolean }) {
  const go = useView((view) => view.go);
  return (
    <button type="button" className={css['way']} aria-current={current ? 'page' : undefined} onClick={() => go(id)}>
      {screenNames[id]}
    </button>
  );
}
