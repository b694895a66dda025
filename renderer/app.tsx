import { useEffect, useState } from 'react';
import type { ErrorReport } from '../shared/errors.ts';
import { BrowserScreen } from './browser/browser.tsx';
import { findText, followErasedRows } from './browser/store.ts';
import { ask } from './client.ts';
import { DatasetScreen } from './dataset/dataset.tsx';
import { EvaluationScreen } from './evaluation/evaluation.tsx';
import { DeployScreen } from './experiment/deploy.tsx';
import { followSetBack } from './experiment/set-back-follow.ts';
import { FinetuneScreen } from './finetune/finetune.tsx';
import { pickImport } from './import/actions.ts';
import { DropVeil } from './import/drop-veil.tsx';
import { ImportScreen } from './import/import.tsx';
import { JobsScreen } from './jobs/jobs.tsx';
import { KeySheet } from './keyboard/key-sheet.tsx';
import { Palette } from './keyboard/palette.tsx';
import { useCommands, useKeyboard } from './keyboard/use-commands.ts';
import { LabelingScreen } from './labeling/labeling.tsx';
import { LeadScreen } from './lead/lead.tsx';
import { PracticeScreen } from './practice/practice.tsx';
import { ReadinessScreen } from './readiness/readiness.tsx';
import { followErased } from './readiness/store.ts';
import { SettingsScreen } from './settings/settings.tsx';
import { SettlingScreen } from './settling/settling.tsx';
import { StartScreen } from './start.tsx';
import { followJobs, useJobs } from './stores/jobs.ts';
import { startLoop } from './stores/loop.ts';
import { followLoop } from './stores/loop-follow.ts';
import { followPreferences, usePreferences } from './stores/preferences.ts';
import { compareNow, followSync, loadSync, syncNow, useDeciding, useLeading, useSync } from './stores/sync.ts';
import { type Screen, screenNames, useView } from './stores/view.ts';
import { followWorkspace, useInfo, useSettings, useWorkspace } from './stores/workspace.ts';
import { TeamScreen } from './team/team.tsx';
import { reportOf } from './ui/error-note.tsx';
import { Messages } from './ui/messages.tsx';
import { attempt } from './ui/notice.tsx';
import { ScreenBoundary } from './ui/screen-boundary.tsx';
import { Welcome } from './welcome/welcome.tsx';

type Start = { state: 'loading' | 'ready' } | { state: 'failed'; error: ErrorReport };

/** Everything that the first screen needs, asked for at once; the loop then opens where the labeler was. */
async function load(): Promise<void> {
  await Promise.all([
    usePreferences.getState().load(),
    useWorkspace.getState().refresh(),
    useJobs.getState().load(),
    loadSync(),
  ]);
}

function useStart(): [Start, () => void] {
  const [start, setStart] = useState<Start>({ state: 'loading' });
  const [attempts, setAttempts] = useState(0);

  useEffect(() => {
    const stop = [
      followPreferences(),
      followWorkspace(),
      followJobs(),
      followLoop(),
      followSync(),
      followErased(),
      followErasedRows(),
      followSetBack(),
    ];
    return () => {
      for (const end of stop) end();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt loads once
  useEffect(() => {
    load().then(
      () => {
        void startLoop();
        setStart({ state: 'ready' });
      },
      (thrown: unknown) => setStart({ state: 'failed', error: reportOf(thrown) }),
    );
  }, [attempts]);

  return [start, () => setAttempts((n) => n + 1)];
}

/** What is possible on every screen. */
function useGlobalCommands(): void {
  const go = useView((view) => view.go);
  const lead = useLeading();
  const deciding = useDeciding();
  const signedIn = useSync(({ status }) => status?.signedIn === true);
  const compare = () => {
    go('team');
    void attempt(compareNow);
  };
  useCommands({
    'go.labeling': () => go('labeling'),
    'go.browser': () => go('browser'),
    'go.import': () => go('import'),
    ...(deciding
      ? {
          'go.dataset': () => go('dataset'),
          'go.readiness': () => go('readiness'),
          'go.finetune': () => go('finetune'),
          'go.deploy': () => go('deploy'),
        }
      : {}),
    'go.evaluation': () => go('evaluation'),
    'go.jobs': () => go('jobs'),
    'go.team': () => go('team'),
    ...(lead ? { 'go.lead': () => go('lead') } : {}),
    'go.settings': () => go('settings'),
    'help.practice': () => go('practice'),
    'find.text': () => {
      go('browser');
      findText();
    },
    'import.choose': () => void attempt(pickImport),
    'sync.now': () => (useSync.getState().status?.account ? void attempt(() => syncNow()) : go('team')),
    ...(signedIn ? { 'sync.check': compare } : {}),
    'workspace.open': () => void attempt(() => ask('shell.openWorkspace')),
    'workspace.new': () => void attempt(() => ask('shell.newWorkspace')),
    'workspace.demo': () => void attempt(() => ask('shell.openDemo')),
  });
}

function Started() {
  const screen = useView((view) => view.screen);
  const name = useInfo((info) => info.name);
  const demo = useInfo((info) => info.demo);
  const offered = useSettings((settings) => settings.practice === 'offered');
  useGlobalCommands();
  useEffect(() => {
    document.title = `${screenNames[screen]} – ${name} – Assay`;
  }, [screen, name]);
  return (
    <>
      <ScreenBoundary key={screen}>{demo && offered ? <Welcome /> : <ScreenOf screen={screen} />}</ScreenBoundary>
      <Palette />
      <KeySheet />
      <DropVeil />
    </>
  );
}

function ScreenOf({ screen }: { screen: Screen }) {
  switch (screen) {
    case 'labeling':
      return <LabelingScreen />;
    case 'browser':
      return <BrowserScreen />;
    case 'import':
      return <ImportScreen />;
    case 'dataset':
      return <DatasetScreen />;
    case 'readiness':
      return <ReadinessScreen />;
    case 'finetune':
      return <FinetuneScreen />;
    case 'deploy':
      return <DeployScreen />;
    case 'jobs':
      return <JobsScreen />;
    case 'evaluation':
      return <EvaluationScreen />;
    case 'team':
      return <TeamScreen />;
    case 'lead':
      return <LeadScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'practice':
      return <PracticeScreen />;
    case 'settling':
      return <SettlingScreen />;
  }
}

export function App() {
  const [start, retry] = useStart();
  useKeyboard();
  return (
    <>
      {start.state === 'ready' ? (
        <Started />
      ) : (
        <StartScreen error={start.state === 'failed' ? start.error : null} onRetry={retry} />
      )}
      <Messages />
    </>
  );
}
