import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { dateTime, plural } from '../ui/format.ts';
import { reveal } from '../ui/job-actions.ts';
import { JobList } from '../ui/job-list.tsx';
import { ListBox } from '../ui/list-box.tsx';
import { attempt } from '../ui/notice.tsx';
import { useListFocus } from '../ui/use-list-focus.ts';
import css from './built.module.css';
import { BuiltDetail } from './built-detail.tsx';
import { formatNames, sidesText } from './formats.ts';
import { RemoveDataset } from './remove-dataset.tsx';
import { useDataset } from './store.ts';
import { useBuilt } from './use-built.ts';

/** What was built: every dataset with what it holds, and how it came to be. */
export function BuiltView() {
  const { list, error, reload } = useBuilt();
  const chosen = useDataset((dataset) => dataset.built);
  const { part } = useListFocus(list !== null && list.datasets.length > 0);
  if (error)
    return (
      <div className={panes['message']}>
        <ErrorNote error={error} />
      </div>
    );
  if (!list) return null;
  const { datasets, unreadable } = list;
  if (datasets.length + unreadable.length === 0)
    return (
      <div className={css['empty']}>
        <EmptyState title="No dataset was built yet">
          <p>
            A dataset is a folder in the workspace: a file for each format and side, with a manifest that says how it
            came to be. It is known by its content: the same labels give the same dataset, and no later label changes
            it.
          </p>
        </EmptyState>
        <JobList kind="dataset" title="Builds" />
      </div>
    );
  const at = Math.max(
    0,
    datasets.findIndex(({ id }) => id === chosen),
  );
  const dataset = datasets[at];
  return (
    <div className={panes['panes']}>
      <section ref={part} className={panes['left']} aria-label="Datasets and builds">
        <ListBox
          label={plural(datasets.length, 'dataset')}
          items={datasets}
          keyOf={({ id }) => id}
          at={at}
          onChoose={(index) => useDataset.setState({ built: datasets[index]?.id ?? null })}
          end={
            <div className={css['jobs']}>
              {unreadable.map(({ id, folder }) => (
                <div key={id} className={css['unreadable']}>
                  <p>
                    The manifest of <code>{id.slice(0, 16)}</code> cannot be read: somebody has changed it. Build it
                    again from the same labels, or remove it.
                  </p>
                  <div className={css['actions']}>
                    <Button onClick={() => void attempt(() => reveal(folder))}>Show in folder</Button>
                    <RemoveDataset dataset={{ id, name: id.slice(0, 16) }} removed={reload} />
                  </div>
                </div>
              ))}
              <JobList kind="dataset" title="Builds" />
            </div>
          }
        >
          {(one) => <Line dataset={one} />}
        </ListBox>
      </section>
      {dataset ? <BuiltDetail key={dataset.id} dataset={dataset} datasets={datasets} removed={reload} /> : null}
    </div>
  );
}

function Line({ dataset: { id, name, builtAt, examples, recipe } }: { dataset: BuiltDataset }) {
  return (
    <>
      <span className={css['name']}>
        <b>{name}</b>
        <code>{id.slice(0, 8)}</code>
      </span>
      <span className={panes['about']}>{sidesText(examples)}</span>
      <span className={panes['about']}>
        {dateTime(builtAt)}, {recipe.formats.map((format) => formatNames[format]).join(', ')}
      </span>
    </>
  );
}
