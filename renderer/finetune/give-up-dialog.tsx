import type { Run } from '../../shared/domain/run.ts';
import { notAskedYet } from '../../shared/rules/run-words.ts';
import { announce } from '../ui/announce.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { abandonRun } from './runs.ts';

/** Asks before a run that stands still is looked after no more. */
export function GiveUpDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const giveUp = async () => {
    await abandonRun(run.id);
    announce('The run was given up.');
  };
  return (
    <ConfirmDialog
      title="Give this run up?"
      submit="Give it up"
      busy="Giving up…"
      decline="Keep it"
      onConfirm={giveUp}
      onClose={onClose}
    >
      <p>It is looked after no more, and cannot be resumed. What is known of it stays here. {whatGoesOn(run)}</p>
    </ConfirmDialog>
  );
}

function whatGoesOn({ phase, asked, cancelling, provider }: Run): string {
  if (!asked) return notAskedYet;
  if (phase === 'succeeded') return 'Its job is done, and costs what it costs. Its model is asked for no more.';
  const goesOn = `If its job is still there, it goes on at ${provider.name} and is charged:`;
  return cancelling
    ? `${goesOn} the cancellation has not come through, and is asked for no more. End the job on the provider’s own page.`
    : `${goesOn} cancel the run instead to end that.`;
}
