import { useState } from 'react';
import type { LabelerQueue } from '../../shared/domain/queue.ts';
import { claim } from '../stores/sync.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { dayBounds, dayOf, plural } from '../ui/format.ts';
import formCss from './form.module.css';
import { Field, Form } from './form.tsx';

const usualCount = 200;
const usualDays = 3;
/** The server lends for no longer. */
const mostDays = 30;

function inDays(days: number): string {
  return dayOf(new Date(Date.now() + days * 86_400_000).toISOString());
}

/** “Take 300 until Thursday”: the whole of that day, in this person's calendar. */
export function ClaimForm({ queue, onDone }: { queue: LabelerQueue; onDone: () => void }) {
  const [wanted, setWanted] = useState(String(Math.min(usualCount, queue.free)));
  const [day, setDay] = useState(inDays(usualDays));
  const take = async () => {
    const until = dayBounds(day)?.end ?? new Date().toISOString();
    const taken = await claim(queue.queueId, Number(wanted), until);
    announce(`${plural(taken, 'sample')} taken.`);
    onDone();
  };
  return (
    <Form submit="Take" busy="Taking…" onSubmit={take} others={<Button onClick={onDone}>Not now</Button>}>
      <div className={formCss['inline']}>
        <Field
          label="Samples"
          type="number"
          min={1}
          max={5_000}
          step={1}
          value={wanted}
          onChange={setWanted}
          required
          autoFocus
        />
        <Field
          label="Until the end of"
          type="date"
          min={inDays(0)}
          max={inDays(mostDays - 1)}
          value={day}
          onChange={setDay}
          required
        />
      </div>
    </Form>
  );
}
