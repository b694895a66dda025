import { useEffect, useRef } from 'react';
import { Key } from '../keyboard/key.tsx';
import { placeOf } from '../keyboard/place.ts';
import { runCommand, useCommands } from '../keyboard/use-commands.ts';
import { useInfo } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { percent, plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { useSeenJobs } from '../ui/job-list.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { AlikeView } from './alike.tsx';
import { BuiltView } from './built.tsx';
import css from './dataset.module.css';
import { examplesOf } from './formats.ts';
import { Overview } from './overview.tsx';
import { PersonalDataView } from './personal-data.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { SamplesView } from './samples.tsx';
import { backToList, type DatasetView, followCounts, recount, show, stopCounting, useDataset } from './store.ts';

const viewNames: Record<DatasetView, string> = {
  overview: 'Overview',
  samples: 'Samples',
  alike: 'Alike',
  personal: 'Personal data',
  built: 'Built',
};
const viewOptions = (Object.keys(viewNames) as DatasetView[]).map((value) => ({ value, label: viewNames[value] }));

const views: Hint = [
  ['dataset.overview', 'dataset.samples', 'dataset.alike', 'dataset.personal', 'dataset.built'],
  'views',
];
const hintsOf: Record<DatasetView, readonly Hint[]> = {
  overview: [views, [['dataset.plan'], 'plan'], [['dataset.ask'], 'ask about a sample'], [['dataset.build'], 'build']],
  samples: [
    views,
    [['dataset.ask'], 'ask about a sample'],
    [['dataset.open'], 'open in the loop'],
    [['dataset.rival'], 'the one that stays'],
    [['dataset.copy'], 'copy the line'],
  ],
  alike: [
    views,
    [['dataset.keep'], 'keep'],
    [['dataset.leaveOut'], 'leave out'],
    [['dataset.open'], 'why, and its line'],
  ],
  personal: [
    views,
    [['dataset.letStay'], 'let it stay'],
    [['dataset.open'], 'its sample'],
    [['dataset.addPattern'], 'add a pattern'],
    [['dataset.allow'], 'nobody’s values'],
  ],
  built: [views, [['dataset.verify'], 'verify'], [['dataset.build'], 'build']],
};

/** The plan at the left; at the right what it comes to, sample by sample, and what was built. */
export function DatasetScreen() {
  const view = useDataset((dataset) => dataset.view);
  const main = useRef<HTMLDivElement>(null);
  const samples = useInfo((info) => info.samples);
  useEffect(followCounts, []);
  useSeenJobs('dataset');
  useAnnouncedCount();
  useCommands({
    'dataset.overview': () => show('overview'),
    'dataset.samples': () => show('samples'),
    'dataset.alike': () => show('alike'),
    'dataset.personal': () => show('personal'),
    'dataset.built': () => show('built'),
    'dataset.ask': () => useDataset.setState({ view: 'samples', asking: true }),
    'dataset.recount': recount,
    'app.back': () => {
      const inText = placeOf(document.activeElement) === 'text';
      if (inText || backToList()) return focusView(main.current);
      if (useDataset.getState().share === null) return false;
      stopCounting();
      return true;
    },
  });
  if (samples === 0) return <NoSamples />;
  return (
    <Frame left={<span>{plural(samples, 'sample')}</span>} footer={<Hints hints={hintsOf[view]} />}>
      <div className={css['screen']}>
        <PlanPanel />
        <div ref={main} className={css['main']}>
          <div className={css['bar']}>
            <Segmented label="View" value={view} options={viewOptions} onChange={show} />
            <Counting />
          </div>
          <CountError />
          <ViewOf view={view} />
        </div>
      </div>
    </Frame>
  );
}

/** What the keys of the view are for: its list, else the part of it that scrolls. */
function focusView(main: HTMLElement | null): void {
  const find = (wanted: string) => main?.querySelector<HTMLElement>(wanted);
  (find('[role="listbox"]') ?? find('section[tabindex="0"]'))?.focus();
}

function ViewOf({ view }: { view: DatasetView }) {
  switch (view) {
    case 'overview':
      return <Overview />;
    case 'samples':
      return <SamplesView />;
    case 'alike':
      return <AlikeView />;
    case 'personal':
      return <PersonalDataView />;
    case 'built':
      return <BuiltView />;
  }
}

/** How far the samples are read, where they must be; else how many examples there are. */
function Counting() {
  const share = useDataset((dataset) => dataset.share);
  const stopped = useDataset((dataset) => dataset.stopped);
  const examples = useDataset(({ counted }) => counted && examplesOf(counted.counts.sides));
  if (share !== null)
    return (
      <div className={css['counting']}>
        <span>Reading all samples: {percent(share)}</span>
        <div
          className={css['progress']}
          role="progressbar"
          aria-label="Reading all samples"
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
        >
          <span style={{ width: `${share * 100}%` }} />
        </div>
        <Button look="quiet" onClick={stopCounting}>
          Stop <Key command="app.back" />
        </Button>
      </div>
    );
  if (stopped)
    return (
      <div className={css['counting']}>
        <span>
          {examples === null ? 'Not counted: it was stopped.' : 'These numbers are from before: it was stopped.'}
        </span>
        <Button look="quiet" onClick={recount}>
          Count again <Key command="dataset.recount" />
        </Button>
      </div>
    );
  return <div className={css['counting']}>{examples === null ? null : <b>{plural(examples, 'example')}</b>}</div>;
}

function CountError() {
  const error = useDataset((dataset) => dataset.error);
  if (!error) return null;
  return (
    <div className={css['error']}>
      <ErrorNote error={error} actions={<Button onClick={recount}>Count again</Button>} />
    </div>
  );
}

function useAnnouncedCount(): void {
  const examples = useDataset(({ counted }) => counted && examplesOf(counted.counts.sides));
  useEffect(() => {
    if (examples !== null) announce(`${plural(examples, 'example')} in the dataset`);
  }, [examples]);
}

function NoSamples() {
  return (
    <Frame footer={<Hints hints={[[['import.choose'], 'import']]} />}>
      <EmptyState
        title="No samples yet"
        actions={
          <Button look="primary" onClick={() => runCommand('import.choose')}>
            Import samples <Key command="import.choose" />
          </Button>
        }
      >
        <p>
          A dataset is made of samples that a person has reviewed. Import conversations of your agent and label some;
          here you then see how many pass, why the others do not, and build files that a trainer reads.
        </p>
      </EmptyState>
    </Frame>
  );
}
