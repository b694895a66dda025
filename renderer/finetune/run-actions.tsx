import { useState } from 'react';
import type { Run } from '../../shared/domain/run.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { attempt } from '../ui/notice.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { CancelDialog } from './cancel-dialog.tsx';
import { draftAgain } from './draft.ts';
import { GiveUpDialog } from './give-up-dialog.tsx';
import css from './run-actions.module.css';
import { useRunPossible } from './run-possible.ts';
import { resumeRun } from './runs.ts';
import { SettleDialog } from './settle-dialog.tsx';
import { show } from './view.ts';

const pane = (actions: HTMLElement) => actions.closest<HTMLElement>('[data-run-detail]');

/** What can be done about a run. An action goes when it is done: then the run has the focus. */
export function RunActions({ run }: { run: Run }) {
  const possible = useRunPossible(run);
  const [dialog, setDialog] = useState<'cancel' | 'settle' | 'give up' | null>(null);
  const again = () => {
    draftAgain(run.plan);
    show('new');
  };
  const resume = () => void attempt(() => resumeRun(run.id));
  const close = () => setDialog(null);
  const kept = useFocusKept<HTMLDivElement>(pane);
  useCommands({
    'finetune.cancel': () => possible.cancel && setDialog('cancel'),
    'finetune.resume': () => possible.resume !== null && resume(),
    'finetune.settle': () => possible.settle && setDialog('settle'),
    'finetune.giveUp': () => possible.giveUp && setDialog('give up'),
    'finetune.again': again,
  });
  return (
    <div {...kept} className={css['actions']}>
      {possible.settle ? (
        <Button look="primary" onClick={() => setDialog('settle')}>
          Say what became of it… <Key command="finetune.settle" />
        </Button>
      ) : null}
      {possible.resume ? (
        <Button look={possible.stuck && !possible.settle ? 'primary' : 'plain'} onClick={resume}>
          {possible.resume} <Key command="finetune.resume" />
        </Button>
      ) : null}
      {possible.cancel ? (
        <Button onClick={() => setDialog('cancel')}>
          Cancel… <Key command="finetune.cancel" />
        </Button>
      ) : null}
      {possible.giveUp ? (
        <Button onClick={() => setDialog('give up')}>
          Give up… <Key command="finetune.giveUp" />
        </Button>
      ) : null}
      <Button onClick={again}>
        Run again… <Key command="finetune.again" />
      </Button>
      {dialog === 'cancel' ? <CancelDialog run={run} onClose={close} /> : null}
      {dialog === 'give up' ? <GiveUpDialog run={run} onClose={close} /> : null}
      {dialog === 'settle' ? <SettleDialog run={run} onClose={close} /> : null}
    </div>
  );
}
