import type { ErrorReport } from '../shared/errors.ts';
import { ask } from './client.ts';
import css from './start.module.css';
import { Button } from './ui/button.tsx';
import { ErrorNote } from './ui/error-note.tsx';
import { attempt } from './ui/notice.tsx';

/** The window before the workspace is there: the frame at once, then what stands in its way, with the ways out. */
export function StartScreen({ error, onRetry }: { error: ErrorReport | null; onRetry: () => void }) {
  return (
    <div className={css['start']} aria-busy={error === null}>
      <header className={css['header']}>
        <h1>Assay</h1>
      </header>
      <main className={css['main']}>
        {error ? (
          <ErrorNote
            error={error}
            actions={
              <>
                <Button look="primary" onClick={onRetry}>
                  Try again
                </Button>
                <Button onClick={() => void attempt(() => ask('shell.openWorkspace'))}>Open another workspace…</Button>
                <Button onClick={() => void attempt(() => ask('shell.openDemo'))}>Open the demo workspace</Button>
              </>
            }
          />
        ) : null}
      </main>
    </div>
  );
}
