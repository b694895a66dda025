import { useState } from 'react';
import type { ListedProvider } from '../../shared/domain/provider.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { useListFocus } from '../ui/use-list-focus.ts';
import { keyTexts } from './names.ts';
import { ProviderDetail } from './provider-detail.tsx';
import { loadProviders, useProviders } from './providers.ts';
import css from './providers-view.module.css';
import { ServerDialog } from './server-dialog.tsx';
import { openProvider, useFinetune } from './view.ts';

/** Who can be asked to fine-tune, and with which key. */
export function ProvidersView() {
  const { list, error } = useProviders();
  const chosen = useFinetune((state) => state.provider);
  const [adding, setAdding] = useState(false);
  const { part } = useListFocus(list !== null);
  // A server that is removed goes with everything about it, the button that began it included.
  const kept = useFocusKept<HTMLDivElement>((view) => view.querySelector('[role="listbox"]'));
  if (error)
    return (
      <div className={panes['message']}>
        <ErrorNote error={error} actions={<Button onClick={() => void loadProviders()}>Try again</Button>} />
      </div>
    );
  if (!list) return null;
  const at = Math.max(
    0,
    list.findIndex(({ id }) => id === chosen),
  );
  const provider = list[at];
  return (
    <div {...kept} className={panes['panes']}>
      <section ref={part} className={panes['left']} aria-label="Providers">
        <ListBox
          label={plural(list.length, 'provider')}
          items={list}
          keyOf={({ id }) => id}
          at={at}
          onChoose={(index) => openProvider(list[index]?.id ?? '')}
          end={
            <div className={css['more']}>
              <Button onClick={() => setAdding(true)}>Add a server of your own…</Button>
              <p className={css['note']}>
                Any server whose API has the shape of OpenAI’s: files, fine-tuning jobs, models.
              </p>
            </div>
          }
        >
          {(one) => <Line provider={one} />}
        </ListBox>
      </section>
      {provider ? <ProviderDetail key={provider.id} provider={provider} /> : null}
      {adding ? <ServerDialog server={null} onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function Line({ provider: { name, key, baseUrl } }: { provider: ListedProvider }) {
  return (
    <>
      <span className={panes['line']}>{name}</span>
      <span className={panes['about']}>{keyTexts[key]}</span>
      <span className={panes['about']}>{baseUrl}</span>
    </>
  );
}
