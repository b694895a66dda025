import type { ComponentProps } from 'react';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { loadDeploy } from './store.ts';

/** Asks once more before something that the team’s server does at once, and reads again what came of it. */
export function ConfirmChange({ onConfirm, ...dialog }: ComponentProps<typeof ConfirmDialog>) {
  const confirm = async () => {
    await onConfirm();
    await loadDeploy();
  };
  return <ConfirmDialog {...dialog} onConfirm={confirm} />;
}
