import { useEffect } from 'react';
import type { Run } from '../../shared/domain/run.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { ModelsView } from '../models/models-view.tsx';
import { plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { useSeenJobs } from '../ui/job-list.tsx';
import { Segmented } from '../ui/segmented.tsx';
import css from './finetune.module.css';
import { NewRun } from './new-run.tsx';
import { stopLooking } from './preflight.ts';
import { loadProviders } from './providers.ts';
import { ProvidersView } from './providers-view.tsx';
import { hintsOf, useRunPossible } from './run-possible.ts';
import { followRuns, useRuns } from './runs.ts';
import { RunsView } from './runs-view.tsx';
import { type FinetuneView, show, shownAt, useFinetune } from './view.ts';

const views: readonly { value: FinetuneView; label: string }[] = [
  { value: 'runs', label: 'Runs' },
  { value: 'new', label: 'New run' },
  { value: 'models', label: 'Models' },
  { value: 'providers', label: 'Providers' },
];

const ways: Hint = [
  ['finetune.runs', 'finetune.new', 'finetune.models', 'finetune.providers'],
  'runs, new run, models, providers',
];
const hintsIn: Record<Exclude<FinetuneView, 'runs'>, readonly Hint[]> = {
  new: [ways, [['finetune.check'], 'preflight'], [['app.back'], 'runs']],
  models: [ways, [['finetune.try'], 'ask its provider'], [['app.back'], 'runs']],
  providers: [ways, [['finetune.key'], 'enter a key'], [['finetune.try'], 'try'], [['app.back'], 'runs']],
};

/** Fine-tune jobs at a provider: those that were begun, a new one, what came of them, and who can be asked. */
export function FinetuneScreen() {
  const view = useFinetune((state) => state.view);
  const runs = useRuns((state) => state.runs?.length ?? null);
  useEffect(followRuns, []);
  useEffect(() => void loadProviders(), []);
  useSeenJobs('finetune');
  useCommands({
    'finetune.runs': () => show('runs'),
    'finetune.new': () => show('new'),
    'finetune.models': () => show('models'),
    'finetune.providers': () => show('providers'),
    'app.back': () => (view === 'runs' ? false : stopLooking() || show('runs')),
  });
  return (
    <Frame
      left={runs === null ? null : <span>{plural(runs, 'run')}</span>}
      footer={view === 'runs' ? <RunsHints /> : <Hints hints={hintsIn[view]} />}
    >
      <div className={css['screen']}>
        <div className={css['bar']}>
          <Segmented label="View" value={view} options={views} onChange={show} />
        </div>
        <ViewOf view={view} />
      </div>
    </Frame>
  );
}

function RunsHints() {
  const runs = useRuns((state) => state.runs) ?? [];
  const run = runs[shownAt(runs, useFinetune())];
  return run ? <RunHints run={run} /> : <Hints hints={[ways]} />;
}

function RunHints({ run }: { run: Run }) {
  return <Hints hints={[ways, ...hintsOf(useRunPossible(run))]} />;
}

function ViewOf({ view }: { view: FinetuneView }) {
  switch (view) {
    case 'runs':
      return <RunsView />;
    case 'new':
      return <NewRun />;
    case 'models':
      return <ModelsView />;
    case 'providers':
      return <ProvidersView />;
  }
}
