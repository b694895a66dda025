import { useId, useState } from 'react';
import { loadProviders, useProviders } from '../finetune/providers.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import form from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';
import { addModel } from './models.ts';

/** A model that no run here has used, by its provider's name for it. */
export function AddModel({ onClose }: { onClose: () => void }) {
  const list = useProviders((state) => state.list) ?? [];
  const [providerId, setProviderId] = useState(list[0]?.id ?? '');
  const [name, setName] = useState('');
  const id = useId();
  const add = async () => {
    await addModel(providerId, name.trim());
    await loadProviders();
    onClose();
  };
  return (
    <Dialog title="Add a model" onClose={onClose}>
      <Form submit="Add" busy="Adding…" onSubmit={add} others={<Button onClick={onClose}>Not now</Button>}>
        <label className={form['field']} htmlFor={id}>
          Provider
          <select id={id} value={providerId} onChange={({ target }) => setProviderId(target.value)}>
            {list.map((provider) => (
              <option key={provider.id} value={provider.id}>
                {provider.name}
              </option>
            ))}
          </select>
        </label>
        <Field label="Model, by its provider’s name" value={name} maxLength={300} required onChange={setName} />
      </Form>
    </Dialog>
  );
}
