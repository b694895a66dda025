import type { ListedProvider } from '../../shared/domain/provider.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { removeProvider, useProviders } from './providers.ts';

type RemoveServerProps = { server: ListedProvider; onClose: () => void };

/** Removes a server of one's own, once a person has read what stays. */
export function RemoveServer({ server: { id, name, baseUrl }, onClose }: RemoveServerProps) {
  const shared = useProviders(({ list }) => list?.find((other) => other.id !== id && other.baseUrl === baseUrl));
  const remove = async () => {
    await removeProvider(id);
    announce(`${name} was removed`);
    onClose();
  };
  return (
    <Dialog title={`Remove “${name}”`} size="small" onClose={onClose}>
      <p>
        {shared ? `Its key stays, for ${shared.name} has the same address.` : 'Its key is forgotten.'} Runs that were
        made there stay in the list, with all that is known of them.
      </p>
      <Form submit="Remove" busy="Removing…" onSubmit={remove} others={<Button onClick={onClose}>Cancel</Button>} />
    </Dialog>
  );
}
