import { useEffect, useState } from 'react';
import type { ErrorReport } from '../shared/errors.ts';
import { followJobs, useJobs } from './stores/jobs.ts';
import { followPreferences, usePreferences } from './stores/preferences.ts';
import { type Screen, useView } from './stores/view.ts';
import { followWorkspace, useWorkspace } from './stores/workspace.ts';
import { LiveRegion } from './ui/announce.tsx';
import { Button } from './ui/button.tsx';
import { ErrorNote, reportOf } from './ui/error-note.tsx';
import { Frame } from './ui/frame.tsx';

type Start = { state: 'loading' | 'ready' } | { state: 'failed'; error: ErrorReport };

/** Everything that the first screen needs, asked for at once. */
async function load(): Promise<void> {
  await Promise.all([usePreferences.getState().load(), useWorkspace.getState().refresh(), useJobs.getState().load()]);
}

function useStart(): [Start, () => void] {
  const [start, setStart] = useState<Start>({ state: 'loading' });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const stop = [followPreferences(), followWorkspace(), followJobs()];
    return () => {
      for (const end of stop) end();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt loads once
  useEffect(() => {
    load().then(
      () => setStart({ state: 'ready' }),
      (thrown: unknown) => setStart({ state: 'failed', error: reportOf(thrown) }),
    );
  }, [attempt]);

  return [start, () => setAttempt((n) => n + 1)];
}

function ScreenOf({ screen }: { screen: Screen }) {
  return <Frame>{screen}</Frame>;
}

export function App() {
  const [start, retry] = useStart();
  const screen = useView((view) => view.screen);
  return (
    <>
      {start.state === 'ready' ? <ScreenOf screen={screen} /> : null}
      {start.state === 'failed' ? (
        <ErrorNote error={start.error} actions={<Button onClick={retry}>Try again</Button>} />
      ) : null}
      <LiveRegion />
    </>
  );
}
