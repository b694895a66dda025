import { letGo, sendAgain, useSync } from '../stores/sync.ts';
import { Button } from '../ui/button.tsx';
import { dateTime } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { refusedText } from './sentences.ts';
import css from './team.module.css';

/** What the server did not take, each with its reason: nothing of it is lost here. */
export function Refused() {
  const rejected = useSync((sync) => sync.rejected);
  if (rejected.length === 0) return null;
  return (
    <>
      <h3 className={css['section']}>Refused by the server</h3>
      <ul aria-label="Refused by the server">
        {rejected.map((op) => (
          <li key={op.opId} className={css['entry']}>
            <div className={css['head']}>
              <b className={css['name']}>{refusedText(op)}</b>
              <time className={css['figures']} dateTime={op.at}>
                {dateTime(op.at)}
              </time>
            </div>
            <p className={css['soft']}>{op.message ?? op.code ?? 'The server gave no reason.'}</p>
            <p className={css['faint']}>It is saved in this workspace and was not taken by the team’s server.</p>
            <div className={css['actions']}>
              <Button onClick={() => void attempt(() => sendAgain(op.opId))}>Send again</Button>
              <Button onClick={() => void attempt(() => letGo(op.opId))}>Stop sending it</Button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
