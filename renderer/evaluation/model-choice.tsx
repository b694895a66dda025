import { useEffect, useId, useState } from 'react';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import { ask } from '../client.ts';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/form.tsx';

type Chosen = { providerId: string; model: string };
type ModelChoiceProps = {
  title: string;
  providers: readonly ListedProvider[];
  chosen: Chosen;
  onChange: (chosen: Chosen) => void;
};

/** A model by its provider: what the provider lists is suggested, and any name can be typed. */
export function ModelChoice({ title, providers, chosen, onChange }: ModelChoiceProps) {
  const listId = useId();
  const provider = providers.find(({ id }) => id === chosen.providerId);
  const suggested = useModels(provider);
  return (
    <>
      <Choice
        label={`${title}: provider`}
        value={chosen.providerId}
        options={Object.fromEntries(
          providers.map(({ id, name, key }) => [id, key === 'none' ? `${name} (no key yet)` : name]),
        )}
        onChange={(providerId) => onChange({ providerId, model: '' })}
      />
      <Field
        label={title}
        value={chosen.model}
        maxLength={200}
        spellCheck={false}
        list={listId}
        onChange={(model) => onChange({ ...chosen, model })}
      />
      <datalist id={listId}>
        {suggested.map((model) => (
          <option key={model} value={model} />
        ))}
      </datalist>
    </>
  );
}

/** What a provider has, where its key is here; nothing where it cannot be asked. */
function useModels(provider: ListedProvider | undefined): readonly string[] {
  const [models, setModels] = useState<readonly string[]>([]);
  const id = provider?.key === 'none' ? undefined : provider?.id;
  useEffect(() => {
    let current = true;
    setModels([]);
    if (id === undefined) return;
    ask('providers.models', { id }).then(
      (answer) => current && setModels(answer.models.map(({ name }) => name)),
      // A list is a help and no more: whether the model is there shows when it is asked.
      () => {},
    );
    return () => {
      current = false;
    };
  }, [id]);
  return models;
}
