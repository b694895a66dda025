import { z } from 'zod';
import { queueIdSchema, type Unit } from '../../shared/domain/queue.ts';
import type { RejectedOp } from '../../shared/sync/status.ts';
import { openSample } from '../labeling/open-sample.ts';
import { letGo, sendAgain, useSync } from '../stores/sync.ts';
import { Button } from '../ui/button.tsx';
import { count, dateTime } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { refusedAbout, refusedText } from './sentences.ts';
import css from './team.module.css';

/** What the server did not take, each with its reason: nothing of it is lost here. */
export function Refused() {
  const rejected = useSync((sync) => sync.rejected);
  if (rejected.length === 0) return null;
  return (
    <>
      <h3 className={css['section']}>Refused by the server</h3>
      {rejected.length > 1 ? (
        <div className={css['actions']}>
          <Button onClick={() => void attempt(() => sendAgain(rejected.map(({ opId }) => opId)))}>
            Send all {count(rejected.length)} again
          </Button>
        </div>
      ) : null}
      <ul aria-label="Refused by the server">
        {rejected.map((op) => (
          <Entry key={op.opId} op={op} />
        ))}
      </ul>
    </>
  );
}

function Entry({ op }: { op: RejectedOp }) {
  const about = refusedAbout(op);
  const unit = unitOf(op);
  return (
    <li className={css['entry']}>
      <div className={css['head']}>
        <b className={css['name']}>{refusedText(op)}</b>
        <time className={css['figures']} dateTime={op.at}>
          {dateTime(op.at)}
        </time>
      </div>
      {about === null ? null : <q className={css['about']}>{about}</q>}
      <p className={css['reason']}>{op.message ?? op.code ?? 'The server gave no reason.'}</p>
      <p className={css['faint']}>
        {op.followed
          ? 'You have decided on this sample again since. Nothing is missing: it need not be sent any more.'
          : 'It is saved in this workspace and was not taken by the team’s server.'}
      </p>
      <div className={css['actions']}>
        {unit ? <Button onClick={() => void attempt(() => openSample(unit))}>Open the sample</Button> : null}
        <Button onClick={() => void attempt(() => sendAgain([op.opId]))}>Send again</Button>
        <Button onClick={() => void attempt(() => letGo(op.opId))}>Stop sending it</Button>
      </div>
    </li>
  );
}

const unitSchema = z.object({
  kind: z.enum(['label', 'skip', 'flag', 'question']),
  queue_id: queueIdSchema,
  sample_id: z.string(),
});

/** Where it can be put right: a labeler's own work on a sample that is here. */
function unitOf({ op, query }: RejectedOp): Unit | null {
  const { data } = unitSchema.safeParse(op);
  return data && query !== null ? { queueId: data.queue_id, sampleId: data.sample_id } : null;
}
