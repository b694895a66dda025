import type { ListedProvider } from '../../shared/domain/provider.ts';
import { announce } from '../ui/announce.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { removeProvider, useProviders } from './providers.ts';

type RemoveServerProps = { server: ListedProvider; onClose: () => void };

/** Removes a server of one's own, once a person has read what stays. */
export function RemoveServer({ server: { id, name, baseUrl }, onClose }: RemoveServerProps) {
  const shared = useProviders(({ list }) => list?.find((other) => other.id !== id && other.baseUrl === baseUrl));
  const remove = async () => {
    await removeProvider(id);
    announce(`${name} was removed`);
  };
  return (
    <ConfirmDialog title={`Remove “${name}”`} submit="Remove" busy="Removing…" onConfirm={remove} onClose={onClose}>
      <p>
        {shared ? `Its key stays, for ${shared.name} has the same address.` : 'Its key is forgotten.'} Runs that were
        made there stay in the list, with all that is known of them.
      </p>
    </ConfirmDialog>
  );
}
