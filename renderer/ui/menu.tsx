import type { KeyboardEvent, ReactNode } from 'react';
import css from './menu.module.css';
import { Popover } from './popover.tsx';

type MenuProps = { label: string; trigger: ReactNode; triggerClass?: string | undefined; children: ReactNode };

/** A menu below its button: arrows move, Enter runs, Esc closes. */
export function Menu({ label, trigger, triggerClass, children }: MenuProps) {
  return (
    <Popover role="menu" label={label} triggerLabel={label} trigger={trigger} triggerClass={triggerClass}>
      {(close) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the items are the controls; this only listens to them
        <div className={css['menu']} onKeyDown={moveFocus} onClick={close}>
          {children}
        </div>
      )}
    </Popover>
  );
}

export function MenuItem({ children, hint, onRun }: { children: ReactNode; hint?: ReactNode; onRun: () => void }) {
  return (
    <button type="button" role="menuitem" className={css['item']} onClick={onRun}>
      <span>{children}</span>
      {hint}
    </button>
  );
}

export function MenuLine() {
  return <hr className={css['line']} />;
}

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => (at === last ? 0 : at + 1),
  ArrowUp: (at, last) => (at <= 0 ? last : at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (!step) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.findIndex((item) => item.matches(':focus'));
  items[step(at, items.length - 1)]?.focus();
  event.preventDefault();
}
