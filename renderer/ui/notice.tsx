import { create } from 'zustand';
import type { ErrorReport } from '../../shared/errors.ts';
import { Button } from './button.tsx';
import { ErrorNote, reportOf } from './error-note.tsx';
import css from './notice.module.css';

type Shown = { error: ErrorReport; answers: boolean } | { error: null };
const none = { error: null };
const useNotice = create<Shown>()(() => none);

/**
 * Does what a button or key asked for, and shows what went wrong where nothing nearer to it can: until something else is
 * tried, or it would stand beside what has gone well since.
 */
export async function attempt(action: () => Promise<unknown>): Promise<void> {
  const now = useNotice.getState();
  if (now.error && now.answers) useNotice.setState(none);
  try {
    await action();
  } catch (thrown) {
    useNotice.setState({ error: reportOf(thrown), answers: true });
  }
}

/**
 * Says what happened while nobody asked for it.
 *
 * @returns how to take it back once it is said elsewhere; what was said since stays
 */
export function notice(error: ErrorReport): () => void {
  useNotice.setState({ error, answers: false });
  return () => useNotice.setState((now) => (now.error === error ? none : now));
}

/** The last such error, until it is dismissed. */
export function Notice() {
  const error = useNotice((state) => state.error);
  if (!error) return null;
  return (
    <aside className={css['notice']} aria-label="Error">
      <ErrorNote error={error} actions={<Button onClick={() => useNotice.setState(none)}>Dismiss</Button>} />
    </aside>
  );
}
