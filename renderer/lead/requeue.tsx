import { useState } from 'react';
import type { TeamView } from '../../shared/domain/lead.ts';
import { ask } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { dayBounds, dayOf } from '../ui/format.ts';
import { loadLead, nameOf } from './store.ts';

/** Takes back what one labeler has labeled since a day, and gives it to others. */
export function RequeueDialog({ team, memberId, onClose }: { team: TeamView; memberId: string; onClose: () => void }) {
  const [day, setDay] = useState(dayOf(new Date().toISOString()));
  const [reason, setReason] = useState('');
  const name = nameOf(team, memberId);
  const take = async () => {
    await ask('lead.requeue', { memberId, since: dayBounds(day)?.begin ?? new Date().toISOString(), reason });
    await loadLead();
    onClose();
  };
  return (
    <Dialog title={`Take back labels of ${name}`} size="small" onClose={onClose}>
      <p>
        Every label that {name} committed since that day is withdrawn in every queue, and its sample goes to somebody
        else. {name} sees the reason.
      </p>
      <Form submit="Take back" busy="Taking back…" onSubmit={take} others={<Button onClick={onClose}>Cancel</Button>}>
        <Field label="Since the beginning of" type="date" value={day} onChange={setDay} required />
        <Field label="Reason" value={reason} onChange={setReason} required />
      </Form>
    </Dialog>
  );
}
