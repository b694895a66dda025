import type { Run } from '../../shared/domain/run.ts';
import { amountText } from '../../shared/rules/readiness-costs.ts';
import { isOver } from '../../shared/rules/run.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { count } from '../ui/format.ts';
import { cancelRun } from './runs.ts';

/** Asks before a run is ended, and says what was spent by then. */
export function CancelDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const cancel = async () => {
    await cancelRun(run.id);
    announce('Cancelling.');
  };
  if (isOver(run.phase))
    return (
      <Dialog
        title="Nothing left to cancel"
        size="small"
        onClose={onClose}
        actions={<Button onClick={onClose}>Close</Button>}
      >
        <p>The run is not under way any more.</p>
      </Dialog>
    );
  return (
    <ConfirmDialog
      title="Cancel this run?"
      submit="Cancel the run"
      busy="Cancelling…"
      decline="Let it go on"
      onConfirm={cancel}
      onClose={onClose}
    >
      <p>{whatEnds(run)}</p>
      <p>{whatWasSpent(run)}</p>
    </ConfirmDialog>
  );
}

function whatEnds({ phase, provider }: Run): string {
  if (phase === 'uploading') return 'The files are sent no further, and no job is asked for.';
  if (phase === 'unclear')
    return `It is not known yet whether ${provider.name} has made the job. If it is found, it is cancelled there.`;
  return `${provider.name} is asked to end the job. No model comes of it, and it cannot be taken up again.`;
}

function whatWasSpent({ phase, cost, remote, estimate, provider }: Run): string {
  if (phase === 'uploading') return 'Nothing was spent: sending a file costs nothing.';
  const tokens = remote?.trainedTokens ?? null;
  if (cost !== null && tokens !== null)
    return `Spent by now: about ${amountText(cost, estimate.currency)} for ${count(tokens)} trained tokens.`;
  const most =
    estimate.amount === null
      ? ''
      : ` The whole run was expected to cost ${amountText(estimate.amount, estimate.currency)}.`;
  return `${provider.name} has not told what was spent by now; what it has trained until then may be charged.${most}`;
}
