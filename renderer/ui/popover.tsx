import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classes } from './classes.ts';
import css from './popover.module.css';

type PopoverProps = {
  /** What the button reads; its accessible name too. */
  trigger: ReactNode;
  triggerClass?: string | undefined;
  /** Says more than the button reads, and contains it. */
  triggerLabel?: string;
  /** Names the panel. */
  label: string;
  role?: 'menu';
  /** Mounted only while open; `close` returns the focus to the button. */
  children: (close: () => void) => ReactNode;
};

/**
 * A button with a panel below it. The platform does the work: it anchors the panel to its button, closes it on Esc and on
 * a click outside, and says which is open.
 */
export function Popover({ trigger, triggerClass, triggerLabel, label, role, children }: PopoverProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);

  // The platform looks for `autofocus` before React has put the content there.
  useEffect(() => {
    if (open) panel.current?.querySelector<HTMLElement>('[data-autofocus], button, input, select')?.focus();
  }, [open]);

  return (
    <span className={css['holder']}>
      <button
        type="button"
        className={classes(css['trigger'], triggerClass)}
        popoverTarget={id}
        aria-haspopup={role ?? 'dialog'}
        aria-expanded={open}
        aria-label={triggerLabel}
      >
        {trigger}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the role is dialog or menu, by property */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: both take a name */}
      <div
        ref={panel}
        id={id}
        popover="auto"
        role={role ?? 'dialog'}
        aria-label={label}
        className={css['panel']}
        onToggle={(event) => setOpen(event.newState === 'open')}
        onKeyDown={keepKeys}
      >
        {open ? children(() => panel.current?.hidePopover()) : null}
      </div>
    </span>
  );
}

/** Keys in a panel are its own: a letter there must not run a command of the screen below. */
function keepKeys(event: KeyboardEvent): void {
  if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
}
