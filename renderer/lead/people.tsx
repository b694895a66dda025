import { useState } from 'react';
import type { TeamMember, TeamView } from '../../shared/domain/lead.ts';
import type { Role } from '../../shared/sync/feeds.ts';
import { ask } from '../client.ts';
import { useSync } from '../stores/sync.ts';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Form } from '../ui/form.tsx';
import { dateTime } from '../ui/format.ts';
import { useCopy } from '../ui/use-copy.ts';
import css from './lead.module.css';
import { loadLead } from './store.ts';

const inviteDays = 14;

/** Who is in the team, and the way in. */
export function People({ team }: { team: TeamView }) {
  const [inviting, setInviting] = useState(false);
  const [removing, setRemoving] = useState<TeamMember | null>(null);
  const me = useSync(({ status }) => status?.account?.memberId);
  return (
    <section aria-labelledby="people-title">
      <div className={css['head']}>
        <h2 id="people-title" className={css['title']}>
          People
        </h2>
        <Button onClick={() => setInviting(true)}>Invite somebody…</Button>
      </div>
      <ul aria-labelledby="people-title">
        {team.members
          .filter(({ removedAt }) => removedAt === null)
          .map((member) => (
            <li key={member.memberId} className={css['entry']}>
              <div className={css['line']}>
                <b className={css['name']}>{member.name}</b>
                <span className={css['state']}>{member.memberId === me ? `${member.role}, you` : member.role}</span>
                <span className={css['figures']}>
                  {member.memberId === me ? null : (
                    <Button look="quiet" onClick={() => setRemoving(member)} aria-label={`Remove ${member.name}`}>
                      Remove…
                    </Button>
                  )}
                </span>
              </div>
            </li>
          ))}
      </ul>
      {inviting ? <InviteDialog onClose={() => setInviting(false)} /> : null}
      {removing ? <RemoveDialog member={removing} onClose={() => setRemoving(null)} /> : null}
    </section>
  );
}

function InviteDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('labeler');
  const [invite, setInvite] = useState<{ link: string; expiresAt: string } | null>(null);
  const { copied, copy } = useCopy(invite?.link ?? '', 'The link was copied.');
  const make = async () => setInvite(await ask('lead.invite', { name, role, days: inviteDays }));
  return (
    <Dialog title="Invite somebody" size="medium" onClose={onClose}>
      {invite ? (
        <>
          <p>
            Send this link to {name}. It works once, until {dateTime(invite.expiresAt)}, and is not shown again.
          </p>
          <p className={css['link']}>{invite.link}</p>
          <div className={css['actions']}>
            <Button look="primary" onClick={copy}>
              {copied ? 'Copied' : 'Copy the link'}
            </Button>
            <Button onClick={onClose}>Done</Button>
          </div>
        </>
      ) : (
        <Form submit="Make a link" busy="Making…" onSubmit={make} others={<Button onClick={onClose}>Cancel</Button>}>
          <Field label="Name" value={name} onChange={setName} required />
          <Choice
            label="Role"
            value={role}
            options={{ labeler: 'Labeler: sees what they take', lead: 'Lead: sees and decides everything' }}
            onChange={setRole}
          />
        </Form>
      )}
    </Dialog>
  );
}

function RemoveDialog({ member, onClose }: { member: TeamMember; onClose: () => void }) {
  const remove = async () => {
    await ask('lead.removeMember', { memberId: member.memberId });
    await loadLead();
    onClose();
  };
  return (
    <Dialog title={`Remove ${member.name}`} size="small" onClose={onClose}>
      <p>
        What {member.name} has labeled stays. What is still open goes back to its queues for others, and the samples
        leave that device at its next contact.
      </p>
      <Form
        submit={`Remove ${member.name}`}
        busy="Removing…"
        onSubmit={remove}
        others={<Button onClick={onClose}>Cancel</Button>}
      >
        {null}
      </Form>
    </Dialog>
  );
}
