import { useEffect, useState } from 'react';
import type { LabelerQueue } from '../../shared/domain/queue.ts';
import { loadWork, release, useSync } from '../stores/sync.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { count, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import { ClaimForm, ExtendForm } from './claim-form.tsx';
import { openQueue } from './open-queue.ts';
import { broughtAlongText, cameBackText, readyText, takenBackText } from './sentences.ts';
import css from './team.module.css';

/** What the team wants labeled, and what of it is on this device. */
export function Queues() {
  const all = useSync((sync) => sync.queues);
  // What is over and left nothing here is no work.
  const queues = all.filter(({ state, held, takenBack }) => state !== 'closed' || held > 0 || takenBack.length > 0);
  const signedIn = useSync((sync) => sync.status?.signedIn === true);
  const removed = useSync((sync) => sync.status?.problem?.kind === 'removed');
  // What was labeled since counts at once, and not when the server hears of it.
  useEffect(() => void attempt(loadWork), []);
  return (
    <section aria-labelledby="queues-title">
      <h2 id="queues-title" className={css['title']}>
        Work
      </h2>
      <p className={css['soft']}>
        Take as much as you will label until a day that you choose. It is yours until then, with or without a network;
        what comes later is taken too.
      </p>
      {queues.length === 0 ? (
        <p className={css['section']}>
          {removed
            ? 'What your team gave you has left this device; what you have not sent is still here.'
            : 'Your team has no queue for you yet.'}
        </p>
      ) : (
        <ul aria-label="Queues" className={css['list']}>
          {queues.map((queue) => (
            <Queue key={queue.queueId} queue={queue} online={signedIn} />
          ))}
        </ul>
      )}
    </section>
  );
}

const states: Record<LabelerQueue['state'], string | null> = { open: null, paused: 'paused', closed: 'closed' };

function supplyText({ state, free }: LabelerQueue): string {
  if (state === 'open')
    return free > 0
      ? `${plural(free, 'more sample')} can be taken.`
      : 'None is free now. What others do not finish in time can be taken then.';
  return state === 'paused' ? 'It gives out no more work for now.' : 'It gives out no more work.';
}

const firstButton = (entry: HTMLElement) => entry.querySelector<HTMLElement>('button:not([aria-disabled])');

function Queue({ queue, online }: { queue: LabelerQueue; online: boolean }) {
  const [form, setForm] = useState<'claim' | 'extend' | null>(null);
  const { queueId, name, state, broughtAlong, open, done, cameBack, takenBack } = queue;
  const back = cameBackText(queue);
  const kept = useFocusKept<HTMLLIElement>(firstButton);
  const close = () => setForm(null);
  const giveBack = async () => announce(`${plural(await release(queueId), 'sample')} given back.`);
  return (
    <li {...kept} className={css['entry']}>
      <div className={css['head']}>
        <h3 className={css['name']}>{name}</h3>
        {states[state] ? <span className={css['state']}>{states[state]}</span> : null}
        <span className={css['figures']}>
          {count(done)} done, {count(open)} to do
        </span>
      </div>
      <p className={css['soft']}>{broughtAlong ? broughtAlongText(queue) : readyText(queue)}</p>
      {back === null ? null : <p>{back}</p>}
      {takenBack.map((each) => (
        <p key={each.reason}>{takenBackText(each)}</p>
      ))}
      {broughtAlong ? null : <p className={css['faint']}>{supplyText(queue)}</p>}
      {form === 'claim' ? <ClaimForm queue={queue} onDone={close} /> : null}
      {form === 'extend' ? <ExtendForm queue={queue} onDone={close} /> : null}
      {form === null && (!broughtAlong || open > 0) ? (
        <div className={css['actions']}>
          <Button
            look={open > 0 ? 'primary' : 'plain'}
            disabled={open === 0 && done === 0}
            onClick={() => void attempt(() => openQueue(queueId, cameBack))}
          >
            Label
          </Button>
          {broughtAlong ? null : (
            <Button
              look={open > 0 ? 'plain' : 'primary'}
              disabled={!online || state !== 'open'}
              onClick={() => setForm('claim')}
            >
              Take work…
            </Button>
          )}
          {open > 0 && !broughtAlong ? (
            <>
              <Button disabled={!online} onClick={() => setForm('extend')}>
                Prolong…
              </Button>
              <Button disabled={!online} onClick={() => void attempt(giveBack)}>
                Give back
              </Button>
            </>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
