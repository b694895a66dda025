import { useEffect, useId } from 'react';
import type { ListedProvider, ServedModel } from '../../shared/domain/provider.ts';
import { setDraft, useDraft } from './draft.ts';
import { endText, hasEnded, summaryText } from './model-words.ts';
import css from './plan-form.module.css';
import { type Answer, askModels, useProviders } from './providers.ts';
import { TypedInput } from './typed-input.tsx';

type ModelFieldProps = { provider: ListedProvider; problem: string | undefined };

/** The model to tune: one that the server lists, each with its end, or typed freely where no list can be had. */
export function ModelField({ provider, problem }: ModelFieldProps) {
  const { id, key } = provider;
  const model = useDraft((draft) => draft.model);
  const answer = useProviders(({ answers }) => answers[id]);
  const unasked = answer === undefined && key !== 'none';
  const listId = useId();
  useEffect(() => {
    if (unasked) void askModels(id);
  }, [unasked, id]);
  const models = answer?.state === 'listed' ? answer.models : [];
  return (
    <>
      <TypedInput
        label="Model to tune"
        value={model}
        problem={problem}
        placeholder="its name at the provider"
        list={listId}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(typed) => setDraft({ model: typed })}
      />
      <datalist id={listId}>
        {models.map((served) => (
          <option key={served.name} value={served.name}>
            {endText(served)}
          </option>
        ))}
      </datalist>
      <ModelNote model={model.trim()} answer={answer} models={models} />
    </>
  );
}

type ModelNoteProps = { model: string; answer: Answer | undefined; models: readonly ServedModel[] };

function ModelNote({ model, answer, models }: ModelNoteProps) {
  const known = models.find(({ name }) => name === model);
  const bad = answer?.state === 'failed' || (known !== undefined && hasEnded(known));
  return (
    <p className={css['note']} data-bad={bad || undefined} role="status">
      {noteText(model, answer, models, known)}
    </p>
  );
}

function noteText(
  model: string,
  answer: Answer | undefined,
  models: readonly ServedModel[],
  known: ServedModel | undefined,
): string {
  if (answer === undefined)
    return 'With a key here, the provider is asked which models it has. Type the name meanwhile.';
  if (answer.state === 'asking') return 'Asking for the models…';
  if (answer.state === 'failed')
    return `${answer.error.message} ${answer.error.remedy} A name can be typed all the same.`;
  if (known)
    return `It ${endText(known)}${known.shutdown === null || hasEnded(known) ? '' : '; what is tuned from it ends with it'}.`;
  return model === '' ? summaryText(models) : 'The provider lists no model of this name.';
}
