import { useState } from 'react';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import css from '../styles/detail.module.css';
import text from '../styles/text.module.css';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Fact, Facts } from '../ui/facts.tsx';
import { bytes, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { KeyDialog } from './key-dialog.tsx';
import { ModelsTable } from './models-table.tsx';
import { keyTexts } from './names.ts';
import { ProviderEnds } from './provider-ends.tsx';
import { askModels, forgetKey, useProviders } from './providers.ts';
import { RemoveServer } from './remove-server.tsx';
import { ServerDialog } from './server-dialog.tsx';

type Dialog = 'key' | 'change' | 'remove';

/** One provider: its key, what it can do, when it ends, and what it says when it is asked. */
export function ProviderDetail({ provider }: { provider: ListedProvider }) {
  const { id, name, kind, baseUrl, key, capabilities } = provider;
  const answer = useProviders(({ answers }) => answers[id]);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const asking = answer?.state === 'asking';
  const trial = () => (key === 'none' ? setDialog('key') : void askModels(id));
  const forget = async () => {
    await forgetKey(id);
    announce('The key is forgotten.');
  };
  const kept = useFocusKept<HTMLElement>((pane) => pane);
  useCommands({ 'finetune.key': () => setDialog('key'), 'finetune.try': trial });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section {...kept} className={css['detail']} tabIndex={0} aria-labelledby="provider-name">
      <h2 id="provider-name" className={css['title']}>
        {name}
      </h2>
      <p className={css['about']}>{baseUrl}</p>
      <div className={css['actions']}>
        <Button look={key === 'none' ? 'primary' : 'plain'} onClick={() => setDialog('key')}>
          {key === 'none' ? 'Enter the key…' : 'Replace the key…'} <Key command="finetune.key" />
        </Button>
        {key === 'none' ? null : <Button onClick={() => void attempt(forget)}>Forget the key</Button>}
        <Button disabled={asking} onClick={trial}>
          {asking ? 'Asking…' : 'Try'} <Key command="finetune.try" />
        </Button>
        {kind === 'compatible' ? (
          <>
            <Button onClick={() => setDialog('change')}>Change…</Button>
            <Button onClick={() => setDialog('remove')}>Remove…</Button>
          </>
        ) : null}
      </div>
      <p className={css['note']}>
        {keyTexts[key]}.{key === 'memory' ? ' This system has no keyring that could seal it.' : ''}
        {key === 'none' ? ' Nothing can be asked of it before there is one.' : ''}
      </p>
      <ProviderEnds provider={provider} />
      <h3 className={text['section']}>What it can do</h3>
      <Facts>
        <Fact name="Preferences (DPO)">{capabilities.dpo ? 'yes' : 'no'}</Fact>
        <Fact name="Large files">{capabilities.parts ? 'in parts, resumed where they broke off' : 'as one'}</Fact>
        <Fact name="Jobs marked with their run">
          {capabilities.metadata ? 'yes' : 'no: found by the file they train on'}
        </Fact>
        <Fact name="Largest file">{bytes(capabilities.largestFile)}</Fact>
        <Fact name="Longest example">
          {capabilities.longestExample === null ? 'not known' : plural(capabilities.longestExample, 'token')}
        </Fact>
      </Facts>
      {answer === undefined || answer.state === 'asking' ? null : <ModelsTable answer={answer} />}
      {dialog === 'key' ? <KeyDialog provider={provider} onClose={close} /> : null}
      {dialog === 'change' ? <ServerDialog server={provider} onClose={close} /> : null}
      {dialog === 'remove' ? <RemoveServer server={provider} onClose={close} /> : null}
    </section>
  );
}
