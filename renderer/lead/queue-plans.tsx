import { useState } from 'react';
import { v4 as uuidv4 } from 'uuid';
import type { QueuePlan, TeamView } from '../../shared/domain/lead.ts';
import { ask } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { count, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import css from './lead.module.css';
import { QueueEditor } from './queue-editor.tsx';
import { loadLead } from './store.ts';

function newPlan(team: TeamView): QueuePlan {
  return {
    queueId: uuidv4(),
    name: '',
    state: 'open',
    filter: {},
    rubricVersion: team.rubrics.at(-1)?.version ?? 1,
    guidelines: '',
    mustRead: '',
    overlap: 1,
    itemOrder: 'oldest',
    allowSkip: true,
    allowFill: true,
  };
}

/** What labelers are given to do. */
export function QueuePlans({ team }: { team: TeamView }) {
  const [editing, setEditing] = useState<QueuePlan | null>(null);
  return (
    <section aria-labelledby="plans-title">
      <div className={css['head']}>
        <h2 id="plans-title" className={css['title']}>
          Queues
        </h2>
        <Button onClick={() => setEditing(newPlan(team))}>New queue…</Button>
      </div>
      <ul aria-labelledby="plans-title">
        {team.queues.map((queue) => (
          <Plan key={queue.queueId} queue={queue} onEdit={() => setEditing(queue)} />
        ))}
      </ul>
      {editing ? <QueueEditor plan={editing} team={team} onClose={() => setEditing(null)} /> : null}
    </section>
  );
}

const states: Record<QueuePlan['state'], string> = { open: 'open', paused: 'paused', closed: 'closed' };

function Plan({ queue, onEdit }: { queue: TeamView['queues'][number]; onEdit: () => void }) {
  const { samples, free, broughtAlong, ...plan } = queue;
  const set = (state: QueuePlan['state']) =>
    attempt(async () => {
      await ask('lead.saveQueue', { ...plan, state });
      await loadLead();
    });
  return (
    <li className={css['entry']}>
      <div className={css['line']}>
        <b className={css['name']}>{plan.name}</b>
        <span className={css['state']}>{states[plan.state]}</span>
        <span className={css['figures']}>
          {broughtAlong
            ? plural(samples, 'sample')
            : `${plural(samples, 'sample')}, ${plural(plan.overlap, 'labeler')} each, ${count(free)} places free`}
        </span>
      </div>
      {broughtAlong ? (
        <p className={css['soft']}>
          It holds what labelers had judged alone before they joined. It gives out no work, so it cannot be opened or
          edited; for more labels on these samples, make a queue of their own.
        </p>
      ) : (
        <div className={css['actions']}>
          <Button onClick={onEdit}>Edit…</Button>
          {plan.state === 'open' ? (
            <Button onClick={() => void set('paused')}>Pause</Button>
          ) : (
            <Button onClick={() => void set('open')}>Open</Button>
          )}
          {plan.state === 'closed' ? null : <Button onClick={() => void set('closed')}>Close</Button>}
        </div>
      )}
    </li>
  );
}
