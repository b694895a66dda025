import { useState } from 'react';
import type { Model } from '../../shared/domain/model.ts';
import { openBuilt } from '../dataset/store.ts';
import { openRun } from '../finetune/view.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import detail from '../styles/detail.module.css';
import text from '../styles/text.module.css';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import form from '../ui/form.module.css';
import { Form } from '../ui/form.tsx';
import { attempt } from '../ui/notice.tsx';
import { noteModel, refresh } from './models.ts';
import { endText, originText, statusText } from './words.ts';

/** One model: what is known of it, and what people have noted. */
export function ModelDetail({ model }: { model: Model }) {
  const { name, providerId, runId, datasetId } = model;
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await attempt(async () => {
      await refresh(providerId);
      announce('Its provider has answered.');
    });
    setAsking(false);
  };
  useCommands({ 'finetune.try': () => void ask() });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className={detail['detail']} tabIndex={0} aria-labelledby="model-name">
      <h2 id="model-name" className={detail['title']}>
        {name}
      </h2>
      <p className={detail['about']}>
        {originText(model)}, at {providerId}
      </p>
      <div className={detail['actions']}>
        <Button disabled={asking} onClick={() => void ask()}>
          {asking ? 'Asking…' : 'Ask its provider'} <Key command="finetune.try" />
        </Button>
        {runId === null ? null : <Button onClick={() => openRun(runId)}>Its run</Button>}
        {datasetId === null ? null : <Button onClick={() => openBuilt(datasetId)}>Its dataset</Button>}
      </div>
      <Facts>
        <Fact name="Name to call">
          <Copyable text={name} said="The name was copied." />
        </Fact>
        <Fact name="Status">{statusText(model)}</Fact>
        <Fact name="End">{endText(model)}</Fact>
      </Facts>
      <h3 className={text['section']}>Notes</h3>
      <Notes model={model} />
    </section>
  );
}

function Notes({ model }: { model: Model }) {
  const [notes, setNotes] = useState(model.notes);
  const save = async () => {
    await noteModel(model, notes);
    announce('The notes are saved.');
  };
  return (
    <Form submit="Save the notes" busy="Saving…" onSubmit={save}>
      <label className={form['field']}>
        What people should know of it
        <textarea rows={5} value={notes} maxLength={4_000} onChange={({ target }) => setNotes(target.value)} />
      </label>
    </Form>
  );
}
