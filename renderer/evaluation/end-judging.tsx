import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { count, plural } from '../ui/format.ts';
import { loadEvaluations } from './store.ts';

type EndJudgingProps = { id: string; lead: NonNullable<TeamEvaluation['lead']>; onClose: () => void };

/** Ends a team's judging, once a lead has read that nobody can take it up again. */
export function EndJudging({ id, lead: { judged, wanted }, onClose }: EndJudgingProps) {
  const left = wanted - judged;
  const end = async () => {
    await ask('evaluation.close', { id });
    await loadEvaluations();
    announce('The judging has ended.');
  };
  return (
    <ConfirmDialog
      title="End the judging?"
      submit="End it for everybody"
      busy="Ending it…"
      decline="Let it go on"
      onConfirm={end}
      onClose={onClose}
    >
      <p>
        From then on nobody judges this evaluation, and it cannot be opened for judging again: it ends for everybody and
        for good. Whose the answers are is told to nobody before the results are opened.
      </p>
      {left > 0 ? (
        <p>
          <b>
            {count(left)} of {plural(wanted, 'wanted judgment')} {left === 1 ? 'is' : 'are'} not there yet.
          </b>{' '}
          {judged === 0 ? 'Without any there are no results to open.' : 'The results are then of those that are there.'}
        </p>
      ) : null}
    </ConfirmDialog>
  );
}
