import { useState } from 'react';
import { useProviders } from '../finetune/providers.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { addModel } from './models.ts';

/** A model that no run here has used, by its provider's name for it. */
export function AddModel({ onClose }: { onClose: () => void }) {
  const providers = useProviders(({ list }) => list) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState('');
  // The providers may come when the form is there already.
  const providerId = chosen ?? providers[0]?.id ?? '';
  const add = async () => {
    await addModel(providerId, name.trim());
    onClose();
  };
  return (
    <Dialog title="Add a model" onClose={onClose}>
      <Form submit="Add" busy="Adding…" onSubmit={add} others={<Button onClick={onClose}>Not now</Button>}>
        <Choice
          label="Provider"
          value={providerId}
          options={Object.fromEntries(providers.map(({ id, name }) => [id, name]))}
          onChange={setChosen}
        />
        <Field label="Model, by its provider’s name" value={name} maxLength={300} required onChange={setName} />
      </Form>
    </Dialog>
  );
}
