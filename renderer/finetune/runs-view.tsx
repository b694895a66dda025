import { useMemo, useState } from 'react';
import { runNamesAmong } from '../../shared/rules/run-words.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import panes from '../styles/panes.module.css';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { plural } from '../ui/format.ts';
import { ListBox } from '../ui/list-box.tsx';
import { useListFocus } from '../ui/use-list-focus.ts';
import { RunDetail } from './run-detail.tsx';
import { RunLine } from './run-line.tsx';
import { useRuns } from './runs.ts';
import css from './runs-view.module.css';
import { openRun, show, shownAt, useFinetune } from './view.ts';

/** Every run, the newest first, and one of them in detail. */
export function RunsView() {
  const { runs, error } = useRuns();
  const looked = useFinetune();
  const nameOf = useMemo(() => runNamesAmong(runs ?? []), [runs]);
  const [reading, setReading] = useState(false);
  const { part, focus } = useListFocus(runs !== null && runs.length > 0);
  useCommands({
    'finetune.open': () => setReading(true),
    'app.back': () => {
      if (document.querySelector('[data-run-detail]:focus') === null) return false;
      focus();
      return true;
    },
  });
  if (error)
    return (
      <div className={panes['message']}>
        <ErrorNote error={error} />
      </div>
    );
  if (!runs) return null;
  if (runs.length === 0) return <NoRuns />;
  const at = shownAt(runs, looked);
  const run = runs[at];
  return (
    <div className={panes['panes']}>
      <section ref={part} className={panes['left']} aria-label="Runs">
        <ListBox
          label={plural(runs.length, 'run')}
          items={runs}
          keyOf={({ id }) => id}
          at={at}
          onChoose={(index) => openRun(runs[index]?.id ?? '')}
          end={
            <div className={css['more']}>
              <Button onClick={() => show('new')}>
                New run <Key command="finetune.new" />
              </Button>
            </div>
          }
        >
          {(one) => <RunLine run={one} name={nameOf(one.plan)} />}
        </ListBox>
      </section>
      {run ? <RunDetail key={run.id} run={run} reading={reading} onReading={() => setReading(false)} /> : null}
    </div>
  );
}

function NoRuns() {
  return (
    <EmptyState
      title="No run was begun yet"
      actions={
        <>
          <Button look="primary" onClick={() => show('new')}>
            New run <Key command="finetune.new" />
          </Button>
          <Button onClick={() => show('providers')}>
            Providers and keys <Key command="finetune.providers" />
          </Button>
        </>
      }
    >
      <p>
        A run sends the training file of a built dataset to a provider and asks for one fine-tune job. Before it begins,
        a preflight says whether it can work and what it would cost. It is asked for once and never again by itself,
        goes on while Assay is closed, and is followed again when it is opened.
      </p>
    </EmptyState>
  );
}
