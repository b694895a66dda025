import { useRef, useState } from 'react';
import type { Cluster } from '../../shared/domain/dataset.ts';
import { ask } from '../client.ts';
import css from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { useListFocus } from '../ui/use-list-focus.ts';
import { Members } from './members.tsx';
import { useDataset } from './store.ts';
import { type AskPage, usePages } from './use-pages.ts';

const clusters: AskPage<Cluster> = async (recipe, part) => {
  const { total, clusters } = await ask('dataset.clusters', { recipe, ...part });
  return { total, items: clusters };
};

/** Groups of samples that say nearly the same: which one stays of each, and a choice of another. */
export function AlikeView() {
  const recipe = useDataset(({ counted }) => counted?.recipe);
  const { found, error, more } = usePages(recipe, clusters);
  const { part } = useListFocus(found !== null && found.items.length > 0);
  const [at, setAt] = useState(0);
  const members = useRef<HTMLElement>(null);
  if (error)
    return (
      <div className={css['message']}>
        <ErrorNote error={error} />
      </div>
    );
  if (!found) return null;
  if (found.items.length === 0)
    return (
      <EmptyState title="No samples are alike">
        <p>
          Where several samples that pass the gate ask nearly the same, they stand here as a group: the best judged
          stays, and you can choose another one. Samples of one conversation are kept on one side of the split in any
          case.
        </p>
      </EmptyState>
    );
  const index = Math.min(at, found.items.length - 1);
  const cluster = found.items[index];
  return (
    <div className={css['panes']}>
      <section ref={part} className={css['left']} aria-label="Groups">
        <ListBox
          label={`${plural(found.total, 'group')} of alike samples`}
          items={found.items}
          keyOf={keyOf}
          at={index}
          onChoose={setAt}
          onOpen={() => members.current?.querySelector<HTMLElement>('[data-member] button')?.focus()}
          end={
            found.items.length < found.total ? (
              <Button look="quiet" className={css['more']} onClick={more}>
                {count(found.total - found.items.length)} smaller ones
              </Button>
            ) : null
          }
        >
          {(group) => <Line cluster={group} />}
        </ListBox>
      </section>
      {cluster ? <Members ref={members} cluster={cluster} /> : null}
    </div>
  );
}

/** By its first sample: a choice within it keeps it the same group. */
function keyOf({ samples }: Cluster): string {
  return samples[0]?.sampleId ?? '';
}

function Line({ cluster: { samples, kept, size } }: { cluster: Cluster }) {
  const shown = samples.find(({ sampleId }) => kept.includes(sampleId)) ?? samples[0];
  return (
    <>
      <span className={css['line']}>{shown?.query}</span>
      <span className={css['about']}>
        {plural(size, 'sample')},{' '}
        {kept.length === 0 ? 'none stays' : `${count(kept.length)} ${kept.length === 1 ? 'stays' : 'stay'}`}
      </span>
    </>
  );
}
