import { useState } from 'react';
import type { LabelerQueue } from '../../shared/domain/queue.ts';
import { claim, extend, useSync } from '../stores/sync.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import formCss from '../ui/form.module.css';
import { Field, Form } from '../ui/form.tsx';
import { dayBounds, dayOf, plural } from '../ui/format.ts';

const usualCount = 200;
const usualDays = 3;
/** The server lends for no longer. */
const mostDays = 30;

/** The day so many from now, by the server's clock: it is the server that lends. */
function useDay(days: number): string {
  const ahead = useSync(({ status }) => status?.clockAheadMs ?? 0);
  return dayOf(new Date(Date.now() - ahead + days * 86_400_000).toISOString());
}

/** The whole of that day, in this person's calendar. */
function endOf(day: string): string {
  return dayBounds(day)?.end ?? new Date().toISOString();
}

type FormProps = { queue: LabelerQueue; onDone: () => void };

/** “Take 300 until Thursday”. */
export function ClaimForm({ queue, onDone }: FormProps) {
  const [wanted, setWanted] = useState(String(Math.min(usualCount, queue.free || usualCount)));
  const [none, setNone] = useState(false);
  const [day, setDay] = useState(useDay(usualDays));
  const take = async () => {
    // Only asking tells whether somebody's time has run out.
    const taken = await claim(queue.queueId, Number(wanted), endOf(day));
    setNone(taken === 0);
    if (taken === 0) return;
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
        <Until day={day} onChange={setDay} />
      </div>
      {none ? <p role="status">None is free yet: others have all of it. Try again later.</p> : null}
    </Form>
  );
}

/** “All of it until Friday”. */
export function ExtendForm({ queue, onDone }: FormProps) {
  const [day, setDay] = useState(useDay(usualDays));
  const prolong = async () => {
    const prolonged = await extend(queue.queueId, endOf(day));
    announce(`${plural(prolonged, 'sample')} prolonged.`);
    onDone();
  };
  return (
    <Form submit="Prolong" busy="Prolonging…" onSubmit={prolong} others={<Button onClick={onDone}>Not now</Button>}>
      <div className={formCss['inline']}>
        <Until day={day} onChange={setDay} />
      </div>
    </Form>
  );
}

function Until({ day, onChange }: { day: string; onChange: (day: string) => void }) {
  return (
    <Field
      label="Until the end of"
      type="date"
      min={useDay(0)}
      max={useDay(mostDays - 1)}
      value={day}
      onChange={onChange}
      required
    />
  );
}
