import { useState } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useLeading } from '../stores/sync.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import css from './aside.module.css';
import { EraseDialog } from './erase.tsx';
import { termsOf } from './marks.ts';
import { labelFound, openRow } from './open.ts';
import { Preview } from './preview.tsx';
import { everything, setFilter, useBrowse } from './store.ts';
import { usePreview } from './use-preview.ts';

/** Beside the list: the chosen sample, and what to do with it. */
export function Aside() {
  const active = useBrowse(({ active }) => active);
  const arrivals = useBrowse(({ arrivals }) => arrivals);
  const results = useBrowse(({ results }) => results);
  const chosen = results?.rows.get(active)?.sampleId;
  const previewed = usePreview(results?.filter.queue ?? null, chosen, arrivals);
  const leading = useLeading();
  const [erasing, setErasing] = useState(false);
  return (
    <aside className={css['aside']} aria-label="Preview">
      {previewed?.state === 'loaded' ? (
        <Preview
          key={previewed.item.sample.sampleId}
          item={previewed.item}
          history={previewed.history}
          team={previewed.team}
          terms={termsOf(results?.filter.text ?? '')}
          onConversation={
            results?.filter.conversationId === undefined
              ? (conversationId) => setFilter({ ...everything(), conversationId })
              : null
          }
        />
      ) : null}
      {previewed?.state === 'failed' ? <ErrorNote error={previewed.error} /> : null}
      {erasing && results && previewed?.state === 'loaded' ? (
        <EraseDialog sample={previewed.item.sample} results={results} onClose={() => setErasing(false)} />
      ) : null}
      <div className={css['actions']}>
        <Button onClick={() => openRow(active)}>
          Open in the loop <Key command="browser.open" />
        </Button>
        <Button onClick={labelFound}>
          Label these <Key command="browser.label" />
        </Button>
        {leading && previewed?.state === 'loaded' ? <Button onClick={() => setErasing(true)}>Erase…</Button> : null}
      </div>
    </aside>
  );
}
