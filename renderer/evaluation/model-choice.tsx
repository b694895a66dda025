import { useEffect, useId } from 'react';
import type { ListedProvider, ServedModel } from '../../shared/domain/provider.ts';
import { askModels, useProviders } from '../finetune/providers.ts';
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
        {suggested.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

/** What a provider has, where its key is here; nothing where it cannot be asked: a name can be typed all the same. */
function useModels(provider: ListedProvider | undefined): readonly ServedModel[] {
  const id = provider?.id ?? '';
  const answer = useProviders(({ answers }) => answers[id]);
  const unasked = answer === undefined && provider !== undefined && provider.key !== 'none';
  useEffect(() => {
    if (unasked) void askModels(id);
  }, [unasked, id]);
  return answer?.state === 'listed' ? answer.models : [];
}
