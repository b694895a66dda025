import type { Run } from '../../shared/domain/run.ts';
import { notAskedYet } from '../../shared/rules/run-words.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { abandonRun } from './runs.ts';

/** Asks before a run that stands still is looked after no more. */
export function GiveUpDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const giveUp = async () => {
    await abandonRun(run.id);
    announce('The run was given up.');
    onClose();
  };
  return (
    <Dialog title="Give this run up?" size="small" onClose={onClose}>
      <Form submit="Give it up" busy="Giving up…" onSubmit={giveUp} others={<Button onClick={onClose}>Keep it</Button>}>
        <p>
          It is looked after no more, and cannot be resumed. What is known of it stays here.{' '}
          {run.asked
            ? `If its job is still there, it goes on at ${run.provider.name} and is charged: cancel the run instead to end that.`
            : notAskedYet}
        </p>
      </Form>
    </Dialog>
  );
}
