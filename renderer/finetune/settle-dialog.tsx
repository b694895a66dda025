import { type ReactNode, useId, useState } from 'react';
import type { Run } from '../../shared/domain/run.ts';
import { statusText } from '../../shared/rules/run-words.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Field, Form } from '../ui/form.tsx';
import { dateTime } from '../ui/format.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { abandonRun, linkRun } from './runs.ts';
import css from './settle-dialog.module.css';

/** The choice that is no job of the list. */
const other = 'other';
const none = 'none';
const mostShown = 20;

/** A run whose job nobody knows of: a person says which one it is, or that there is none. */
export function SettleDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const { value: candidates, error } = useLoaded(() => ask('finetune.candidates', { id: run.id }), run.id);
  const [choice, setChoice] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const name = useId();
  const settle = async () => {
    if (choice === none) {
      await abandonRun(run.id);
      announce('The run was given up.');
    } else {
      await linkRun(run.id, choice === other ? typed.trim() : (choice ?? ''));
      announce('The run is followed.');
    }
    onClose();
  };
  const option = (value: string, children: ReactNode) => (
    <label key={value} className={css['option']}>
      <input type="radio" name={name} required checked={choice === value} onChange={() => setChoice(value)} />
      <span>{children}</span>
    </label>
  );
  return (
    <Dialog title="What became of this run?" onClose={onClose}>
      <Form submit="Settle it" busy="Settling…" onSubmit={settle} others={<Button onClick={onClose}>Not now</Button>}>
        <p className={css['soft']}>
          {run.provider.name} was asked for the job once, at the time that the history says, and the answer was lost.
          Its own page shows whether the job is there: it trains on the file that this run has sent. Nothing is asked
          for again, whatever you choose here.
        </p>
        {error ? <ErrorNote error={error} /> : null}
        {candidates === null && error === null ? <p role="status">Asking for the newest jobs of the account…</p> : null}
        <div role="radiogroup" aria-label="The job of this run" className={css['options']}>
          {candidates?.slice(0, mostShown).map(({ jobId, createdAt, status, model, own }) =>
            option(
              jobId,
              <>
                <code>{jobId}</code>
                <small>
                  {model}, {createdAt === '' ? 'at a time that is not told' : dateTime(createdAt)}, {statusText(status)}
                  {own ? '; this run’s own' : ''}
                </small>
              </>,
            ),
          )}
          {candidates?.length === 0 ? <p className={css['soft']}>The account lists no job.</p> : null}
          {option(other, 'Another job, by its id')}
          {choice === other ? (
            <div className={css['typed']}>
              <Field label="The provider’s id of the job" value={typed} maxLength={200} required onChange={setTyped} />
            </div>
          ) : null}
          {option(
            none,
            <>
              There is no job: give the run up
              <small>
                It is looked for no more. If the job is there after all, it goes on at the provider and is charged; you
                can cancel it on the provider’s page.
              </small>
            </>,
          )}
        </div>
      </Form>
    </Dialog>
  );
}
