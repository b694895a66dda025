import { Fragment, useState } from 'react';
import type { LabelerDay, TeamView } from '../../shared/domain/lead.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, dateTime, plural } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import css from './day.module.css';
import { paceOf, queueText, worthALook } from './figures.ts';
import leadCss from './lead.module.css';
import { RequeueDialog } from './requeue.tsx';
import { loadDay, nameOf, useLead } from './store.ts';

const columns = [
  'Done',
  'Last 24 h',
  'To do',
  'Lease ends',
  'An hour',
  'Corrected',
  'Skipped',
  'Differ',
  'Questions',
  'Late',
  'Too fast',
  'All alike',
] as const;

/** Per queue and labeler: how far, how fast, and what deserves a look. */
export function Day({ team }: { team: TeamView }) {
  const { day, dayError } = useLead();
  const [taking, setTaking] = useState<string | null>(null);
  return (
    <section aria-labelledby="day-title">
      <div className={leadCss['head']}>
        <h2 id="day-title" className={leadCss['title']}>
          The day
        </h2>
        <Button look="quiet" onClick={() => void attempt(loadDay)}>
          Count again
        </Button>
      </div>
      {dayError ? (
        <ErrorNote error={dayError} actions={<Button onClick={() => void loadDay()}>Try again</Button>} />
      ) : null}
      {day && day.labelers.length === 0 ? (
        <p className={leadCss['soft']}>Nobody has taken work yet. Invite labelers below; they take it from a queue.</p>
      ) : null}
      {day && day.labelers.length > 0 ? (
        <div className={css['scroll']}>
          <table className={css['table']}>
            <thead>
              <tr>
                <th scope="col">Labeler</th>
                {columns.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
                <th scope="col">
                  <span className={css['none']}>Take back</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {team.queues.map((queue) => {
                const rows = day.labelers.filter(({ queueId }) => queueId === queue.queueId);
                return rows.length === 0 ? null : (
                  <Fragment key={queue.queueId}>
                    <tr className={css['queue']}>
                      <th scope="rowgroup" colSpan={columns.length + 2}>
                        {queue.name} <span className={leadCss['faint']}>{queueText(day, queue)}</span>
                      </th>
                    </tr>
                    {rows.map((row) => (
                      <Row
                        key={row.memberId}
                        row={row}
                        name={nameOf(team, row.memberId)}
                        onTake={() => setTaking(row.memberId)}
                      />
                    ))}
                  </Fragment>
                );
              })}
            </tbody>
          </table>
        </div>
      ) : null}
      {day ? <Notes flagged={day.flagged} notWritten={day.notWritten} at={day.serverTime} /> : null}
      {taking === null ? null : <RequeueDialog team={team} memberId={taking} onClose={() => setTaking(null)} />}
    </section>
  );
}

function Row({ row, name, onTake }: { row: LabelerDay; name: string; onTake: () => void }) {
  const pace = paceOf(row);
  const look = worthALook(row);
  return (
    <tr>
      <th scope="row">{name}</th>
      <Figure value={row.done} />
      <Figure value={row.doneToday} />
      <Figure value={row.remaining} />
      <td>{row.leaseUntil === null ? <span className={css['none']}>none</span> : dateTime(row.leaseUntil)}</td>
      <td>{pace === null ? <span className={css['none']}>–</span> : count(pace)}</td>
      <Figure value={row.corrections} />
      <Figure value={row.skips} />
      <Figure value={row.disagreements} look={look.disagreements} />
      <Figure value={row.openQuestions} look={row.openQuestions > 0} />
      <Figure value={row.late} />
      <Figure value={row.tooFast} look={look.tooFast} />
      <Figure value={row.straightLined} look={look.straightLined} />
      <td>
        <Button look="quiet" disabled={row.done === 0} onClick={onTake} aria-label={`Take back labels of ${name}`}>
          Take back…
        </Button>
      </td>
    </tr>
  );
}

function Figure({ value, look = false }: { value: number; look?: boolean }) {
  return <td className={value === 0 ? css['none'] : look ? css['look'] : undefined}>{count(value)}</td>;
}

function Notes({ flagged, notWritten, at }: { flagged: number; notWritten: number; at: string }) {
  const notes = [
    flagged > 0 ? `${plural(flagged, 'sample')} flagged` : null,
    notWritten > 0 ? `${plural(notWritten, 'verdict')} could not be written back into agent_training_samples` : null,
    `counted ${dateTime(at)}`,
  ].filter((note) => note !== null);
  return <p className={leadCss['faint']}>{notes.join('; ')}.</p>;
}
