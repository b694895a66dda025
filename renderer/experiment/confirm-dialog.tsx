import type { ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { loadDeploy } from './store.ts';

type Props = {
  title: string;
  /** What the button says, and what it says while the answer is out. */
  submit: string;
  busy: string;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
};

/** Asks once more before something that the team’s server does at once. */
export function ConfirmDialog({ title, submit, busy, onConfirm, onClose, children }: Props) {
  const confirm = async () => {
    await onConfirm();
    await loadDeploy();
    onClose();
  };
  return (
    <Dialog title={title} size="small" onClose={onClose}>
      {children}
      <Form submit={submit} busy={busy} onSubmit={confirm} others={<Button onClick={onClose}>Cancel</Button>} />
    </Dialog>
  );
}
