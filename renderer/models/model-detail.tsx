import { useState } from 'react';
import type { Model } from '../../shared/domain/model.ts';
import { openBuilt } from '../dataset/store.ts';
import { RollOutDialog } from '../experiment/roll-out-dialog.tsx';
import { useDeploy } from '../experiment/store.ts';
import { endText } from '../finetune/model-words.ts';
import { openRun } from '../finetune/view.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { useLeading } from '../stores/sync.ts';
import detail from '../styles/detail.module.css';
import text from '../styles/text.module.css';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Copyable } from '../ui/copyable.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { date } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { refresh } from './models.ts';
import { Notes } from './notes.tsx';
import { statusText, useOrigin } from './words.ts';

/** One model: what is known of it, and what people have noted. */
export function ModelDetail({ model }: { model: Model }) {
  const { name, providerId, runId, datasetId, status, shutdown } = model;
  const leading = useLeading();
  const [asking, setAsking] = useState(false);
  const [rollingOut, setRollingOut] = useState(false);
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
      <p className={detail['about']}>{useOrigin(model)}</p>
      <div className={detail['actions']}>
        <Button disabled={asking} onClick={() => void ask()}>
          {asking ? 'Asking…' : 'Ask its provider'} <Key command="finetune.try" />
        </Button>
        {runId === null ? null : <Button onClick={() => openRun(runId)}>Its run</Button>}
        {datasetId === null ? null : <Button onClick={() => openBuilt(datasetId)}>Its dataset</Button>}
        {leading ? <Button onClick={() => setRollingOut(true)}>Roll out…</Button> : null}
      </div>
      <Facts>
        <Fact name="Name to call">
          <Copyable text={name} said="The name was copied." />
        </Fact>
        <Fact name="Status">{statusText(model)}</Fact>
        <Fact name="End">{status === 'unseen' && shutdown === null ? 'not known' : endText(model)}</Fact>
      </Facts>
      {leading ? <Serves name={name} /> : null}
      <h3 className={text['section']}>Notes</h3>
      <Notes model={model} />
      {rollingOut ? (
        <RollOutDialog agent={null} model={name} experiment={null} onClose={() => setRollingOut(false)} />
      ) : null}
    </section>
  );
}

/** The agents whose active model it is. */
function Serves({ name }: { name: string }) {
  const active = useDeploy(({ list }) => list?.activeModels);
  const served = active?.filter(({ to }) => to === name) ?? [];
  if (served.length === 0) return null;
  return (
    <>
      <h3 className={text['section']}>Answers for</h3>
      <ul>
        {served.map(({ agent, at, by, why }) => (
          <li key={agent}>
            <b>{agent}</b>, since {date(at)}, by {by}: {why}
          </li>
        ))}
      </ul>
    </>
  );
}
