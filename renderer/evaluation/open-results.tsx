import type { Evaluation } from '../../shared/domain/comparison.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { count, plural } from '../ui/format.ts';
import { loadEvaluations, showResults } from './store.ts';

type OpenResultsProps = {
  evaluation: Evaluation;
  /** Its team judges it no more: opening ends nothing. */
  hasEnded: boolean;
  onClose: () => void;
};

/** Opens the results, once a person has read that this ends the judging. */
export function OpenResults({ evaluation, hasEnded, onClose }: OpenResultsProps) {
  const { id, plan, phase, judged, wanted } = evaluation;
  const left = wanted - judged;
  const open = async () => {
    await ask('evaluation.open', { id, early: left > 0 });
    await loadEvaluations();
    announce('The results are open.');
    onClose();
    showResults(id);
  };
  return (
    <Dialog title={`Open the results of “${plan.name}”`} size="small" onClose={onClose}>
      <p>
        They say whose the answers are.{' '}
        {hasEnded
          ? 'The judging has ended; whatever a judge has given before and not sent yet counts no more once they are open.'
          : 'From then on nobody can judge this evaluation blind, so that judging ends with it, for everybody and for good.'}
      </p>
      {left > 0 ? (
        <p>
          <b>
            {count(left)} of {plural(wanted, 'wanted judgment')} {left === 1 ? 'is' : 'are'} not there
            {hasEnded ? '.' : ' yet.'}
          </b>{' '}
          {hasEnded ? null : 'Whoever looks early and stops when they like what they see finds a winner too often.'}
        </p>
      ) : null}
      {phase === 'answering' ? <p>Answers that are not there yet are not asked for any more.</p> : null}
      <Form
        submit={left > 0 && !hasEnded ? 'Open early' : 'Open the results'}
        busy="Opening…"
        onSubmit={open}
        others={
          <Button data-autofocus onClick={onClose}>
            Stay blind
          </Button>
        }
      />
    </Dialog>
  );
}
