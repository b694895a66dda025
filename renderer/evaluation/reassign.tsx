import { useState } from 'react';
import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import { ask } from '../client.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Form } from '../ui/form.tsx';
import { plural } from '../ui/format.ts';
import { JudgesField, useMembers } from './judges-field.tsx';
import { loadEvaluations } from './store.ts';

type ReassignProps = { id: string; lead: NonNullable<TeamEvaluation['lead']>; onClose: () => void };

/** Who judges from now on, when somebody has left or others shall help. */
export function ReassignDialog({ id, lead: { judges, judgesWanted }, onClose }: ReassignProps) {
  const members = useMembers();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(judges.map(({ memberId }) => memberId)));
  const assign = async () => {
    // Who has left the team is chosen no more, and has no box to say so.
    const here = members.map(({ memberId }) => memberId).filter((memberId) => chosen.has(memberId));
    const { given } = await ask('evaluation.assign', { id, members: here });
    await loadEvaluations();
    announce(given === 0 ? 'Nothing was left to give to others.' : `${plural(given, 'comparison')} given.`);
    onClose();
  };
  return (
    <Dialog title="Who judges" size="small" onClose={onClose}>
      <Form
        submit="Let these judge"
        busy="Giving it to them…"
        onSubmit={assign}
        others={
          <Button data-autofocus onClick={onClose}>
            Cancel
          </Button>
        }
      >
        <p>
          What was judged stays and counts, whoever judged it. What others have not judged goes from them to these;{' '}
          {plural(judgesWanted, 'judge')} an item, as before.
        </p>
        <JudgesField members={members} chosen={chosen} onChange={setChosen} />
      </Form>
    </Dialog>
  );
}
