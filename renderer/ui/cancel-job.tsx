import { useState } from 'react';
import type { Job } from '../../shared/domain/job.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { useView } from '../stores/view.ts';
import { announce } from './announce.tsx';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { cancelJob } from './job-actions.ts';
import { jobWords, titleOf } from './job-words.ts';
import { attempt } from './notice.tsx';

/** Cancels at once what can be resumed, and asks first where something is lost for good. */
export function CancelJob({ job }: { job: Job }) {
  const [asks, setAsks] = useState(false);
  // Elsewhere many jobs stand in a list, and the command would not say which.
  const isChosen = useView(({ screen }) => screen === 'jobs');
  const { lost } = jobWords[job.kind];
  const cancel = () => (lost === null ? void attempt(() => cancelJob(job.id)) : setAsks(true));
  useCommands({ 'jobs.cancel': cancel }, { enabled: isChosen });
  const confirmed = async () => {
    await cancelJob(job.id);
    announce('Cancelling.');
  };
  return (
    <>
      <Button look="quiet" onClick={cancel}>
        {lost === null ? 'Cancel' : 'Cancel…'}
      </Button>
      {asks ? (
        <ConfirmDialog
          title="Cancel this job?"
          submit="Cancel the job"
          busy="Cancelling…"
          decline="Let it go on"
          onConfirm={confirmed}
          onClose={() => setAsks(false)}
        >
          <p>{titleOf(job)}</p>
          <p>{lost}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
