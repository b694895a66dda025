import { createContext, type ReactNode, useId, useLayoutEffect, useRef, useState } from 'react';
import { classes } from './classes.ts';
import css from './dialog.module.css';
import { Messages } from './messages.tsx';

type DialogProps = {
  title: string;
  onClose: () => void;
  children: ReactNode;
  /** Below the scrolling part: what to do now. */
  actions?: ReactNode;
  size?: 'small' | 'medium' | 'large';
};

/** By this a form in a dialog tells it that an answer is out. */
export const SendingContext = createContext<(sending: boolean) => void>(() => {});

/**
 * A modal dialog: open as long as it is mounted.
 *
 * The platform's own element does the work: the rest of the window is inert, Esc closes, and focus returns to where it
 * was. Focus goes to the field that asks for it, else to the first one, else to the dialog's text, which then scrolls by
 * keyboard. While a form in it waits for an answer nothing closes it: what comes then would close whatever is open instead,
 * and a failure would be told nowhere.
 */
export function Dialog({ title, onClose, children, actions, size = 'medium' }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [sending, setSending] = useState(false);

  // Closed in the layout phase, while the element is still in the document: only then does the platform return focus.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    const find = (wanted: string) => dialog?.querySelector<HTMLElement>(wanted);
    (find('[data-autofocus]') ?? find('input, textarea, select'))?.focus();
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      ref={element}
      className={classes(css['dialog'], css[size])}
      aria-labelledby={titleId}
      closedby={sending ? 'none' : 'closerequest'}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={titleId} className={css['title']}>
        {title}
      </h2>
      {/* Scrolls, so it must be reachable by keyboard even when nothing in it is. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <section className={css['body']} tabIndex={0} aria-labelledby={titleId}>
        <SendingContext value={setSending}>{children}</SendingContext>
      </section>
      {actions ? <div className={css['actions']}>{actions}</div> : null}
      <Messages />
    </dialog>
  );
}
