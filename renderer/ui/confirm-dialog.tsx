import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Form } from './form.tsx';

type Props = {
  title: string;
  /** What the button says, and what it says while the answer is out. */
  submit: string;
  busy: string;
  /** What the other button says, which changes nothing. */
  decline?: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
};

/** Asks once more before something that cannot be taken back. */
export function ConfirmDialog({ title, submit, busy, decline = 'Cancel', onConfirm, onClose, children }: Props) {
  const confirm = async () => {
    await onConfirm();
    onClose();
  };
  return (
    <Dialog title={title} size="small" onClose={onClose}>
      <Form submit={submit} busy={busy} onSubmit={confirm} others={<Button onClick={onClose}>{decline}</Button>}>
        {children}
      </Form>
    </Dialog>
  );
}
