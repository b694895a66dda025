import { useRef } from 'react';
import type { ListedProvider, ProviderKind } from '../../shared/domain/provider.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import form from '../ui/form.module.css';
import { blanksProblem, Form } from '../ui/form.tsx';
import { askModels, setKey } from './providers.ts';
import { SourceLink } from './source-link.tsx';

/** Where a key is made. */
const places: Partial<Record<ProviderKind, string>> = {
  openai: 'https://platform.openai.com/api-keys',
  nebius: 'https://tokenfactory.nebius.com/',
};

/** Takes the key of a provider, which is then shown nowhere again. It is read from the field once, and kept by no state. */
export function KeyDialog({ provider, onClose }: { provider: ListedProvider; onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const place = places[provider.kind];
  const save = async () => {
    await setKey(provider.id, field.current?.value ?? '');
    if (field.current) field.current.value = '';
    onClose();
    announce('The key is kept.');
    void askModels(provider.id);
  };
  return (
    <Dialog
      title={provider.key === 'none' ? `Key for ${provider.name}` : `Another key for ${provider.name}`}
      size="small"
      onClose={onClose}
    >
      <p className={form['note']}>
        It goes to {provider.baseUrl} and nowhere else, is kept for this workspace alone, by the keyring of this machine
        where there is one, and is never shown again.
      </p>
      {place === undefined ? null : <SourceLink url={place} />}
      <Form submit="Keep the key" busy="Keeping…" onSubmit={save} others={<Button onClick={onClose}>Cancel</Button>}>
        <label className={form['field']}>
          Key
          <input
            ref={field}
            type="password"
            required
            maxLength={1_000}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => target.setCustomValidity(blanksProblem(target.value))}
          />
        </label>
      </Form>
    </Dialog>
  );
}
