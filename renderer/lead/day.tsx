import { Fragment, useState } from 'react';
import type { LabelerDay, TeamView, WorkKind } from '../../shared/domain/lead.ts';
import { ask } from '../client.ts';
import { type About, settle } from '../settling/store.ts';
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
      <Work row={row} name={name} kind="done" />
      <Work row={row} name={name} kind="doneToday" />
      <Figure value={row.remaining} />
      <td>{row.leaseUntil === null ? <span className={css['none']}>none</span> : dateTime(row.leaseUntil)}</td>
      <td>{pace === null ? <span className={css['none']}>–</span> : count(pace)}</td>
      <Work row={row} name={name} kind="corrections" />
      <Figure value={row.skips} />
      <Work row={row} name={name} kind="disagreements" look={look.disagreements} />
      <Figure value={row.openQuestions} look={row.openQuestions > 0} />
      <Work row={row} name={name} kind="late" />
      <Work row={row} name={name} kind="tooFast" look={look.tooFast} />
      <Work row={row} name={name} kind="straightLined" look={look.straightLined} />
      <td>
        <Button look="quiet" disabled={row.done === 0} onClick={onTake} aria-label={`Take back labels of ${name}`}>
          Take back…
        </Button>
      </td>
    </tr>
  );
}

function Figure({ value, look = false }: { value: number; look?: boolean }) {
  return <td className={classOf(value, look)}>{count(value)}</td>;
}

function classOf(value: number, look: boolean): string | undefined {
  return value === 0 ? css['none'] : look ? css['look'] : undefined;
}

type WorkProps = { row: LabelerDay; name: string; kind: WorkKind; look?: boolean };

/** A figure that leads to the labels behind it. */
function Work({ row, name, kind, look = false }: WorkProps) {
  const value = row[kind];
  if (value === 0) return <Figure value={0} />;
  const title = `${name}: ${workNames[kind]}`;
  return (
    <td className={classOf(value, look)}>
      <button
        type="button"
        className={css['work']}
        aria-label={`${count(value)}, ${title}`}
        title="Look at them"
        onClick={() => void attempt(() => lookAt(row, kind, { title, memberId: row.memberId, name }))}
      >
        {count(value)}
      </button>
    </td>
  );
}

const workNames: Record<WorkKind, string> = {
  done: 'all labels',
  doneToday: 'labels of the last 24 hours',
  corrections: 'corrections',
  disagreements: 'labels that differ',
  late: 'late labels',
  tooFast: 'faster than one can read',
  straightLined: 'all scores alike',
};

async function lookAt({ queueId, memberId }: LabelerDay, kind: WorkKind, about: About): Promise<void> {
  const { sampleIds } = await ask('lead.work', { queueId, memberId, kind });
  settle(
    sampleIds.map((sampleId) => ({ queueId, sampleId })),
    about,
  );
}

function Notes({ flagged, notWritten, at }: { flagged: number; notWritten: number; at: string }) {
  const notes = [
    flagged > 0 ? `${plural(flagged, 'sample')} flagged` : null,
    notWritten > 0 ? `${plural(notWritten, 'verdict')} could not be written back into agent_training_samples` : null,
    `counted ${dateTime(at)}`,
  ].filter((note) => note !== null);
  return <p className={leadCss['faint']}>{notes.join('; ')}.</p>;
}
