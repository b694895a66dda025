import { useState } from 'react';
import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';

type RemoveDatasetProps = { dataset: Pick<BuiltDataset, 'id' | 'name'>; removed: () => void };

/** Removes the files of a dataset, once a person has read what stays. */
export function RemoveDataset({ dataset: { id, name }, removed }: RemoveDatasetProps) {
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const remove = async () => {
    await ask('dataset.remove', { id });
    close();
    announce(`${name} was removed`);
    removed();
  };
  return (
    <>
      <Button onClick={() => setAsking(true)}>Remove…</Button>
      {asking ? (
        <Dialog title={`Remove “${name}”`} size="small" onClose={close}>
          <p>
            Its files go from this workspace. What it held out stays held out, and what it trained on is never held out:
            no later dataset leaks. Built again from the same labels, it comes back the same.
          </p>
          <Form submit="Remove" busy="Removing…" onSubmit={remove} others={<Button onClick={close}>Cancel</Button>} />
        </Dialog>
      ) : null}
    </>
  );
}
