import { useState } from 'react';
import type { SyncStatus } from '../../shared/sync/status.ts';
import { Key } from '../keyboard/key.tsx';
import { compareNow, signOut, syncNow } from '../stores/sync.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, dateTime, duration } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import { WaysIn } from './join.tsx';
import { Refused } from './refused.tsx';
import { activityText, checkText, erasedText, whereText } from './sentences.ts';
import css from './team.module.css';

type Account = NonNullable<SyncStatus['account']>;

/** What moves between here and the team, what stands in its way, and what can be done about it. */
export function SyncPanel({ status, account }: { status: SyncStatus; account: Account }) {
  const { signedIn, problem, activity, check } = status;
  const { name, email } = account;
  const removed = problem?.kind === 'removed';
  // A project that moved, or whose key was renewed, is found again by a new link, or by its address and key.
  const moved = problem?.kind === 'wrong-key' || problem?.kind === 'wrong-server';
  return (
    <section aria-labelledby="sync-title">
      <h2 id="sync-title" className={css['title']}>
        Sync
      </h2>
      <p>
        <span aria-live="polite">{whereText(status)}</span>
        {activity ? <span className={css['moving']}> {activityText(activity)}.</span> : null}
      </p>
      {signedIn ? (
        <div className={css['actions']}>
          <Button look="primary" disabled={activity !== null} onClick={() => void attempt(() => syncNow())}>
            Sync now <Key command="sync.now" />
          </Button>
          <Button disabled={activity !== null} onClick={() => void attempt(compareNow)}>
            Compare with the server
          </Button>
          <Button onClick={() => void attempt(signOut)}>Sign out</Button>
        </div>
      ) : null}
      {signedIn && check ? <Comparison check={check} busy={activity !== null} /> : null}
      {problem ? (
        <div className={css['problem']}>
          <ErrorNote error={problem} />
        </div>
      ) : null}
      {removed || moved ? (
        <WaysIn key="back" first="invited" bound={removed} name={name} email={email} />
      ) : signedIn ? null : (
        <WaysIn key="again" first="member" bound name={name} email={email} />
      )}
      <Facts status={status} account={account} />
      <Refused />
    </section>
  );
}

/** What the comparison found, and the remedy for what none can see: that a row itself is not as it came. */
function Comparison({ check, busy }: { check: NonNullable<SyncStatus['check']>; busy: boolean }) {
  const [fetched, setFetched] = useState(false);
  const fetchAll = async () => {
    setFetched(false);
    const { problem } = await syncNow({ anew: true });
    setFetched(problem === null);
  };
  return (
    <div className={css['comparison']}>
      <p aria-live="polite">
        {checkText(check)}
        {fetched ? ' Everything was fetched again.' : null}
      </p>
      <Button look="quiet" disabled={busy} onClick={() => void attempt(fetchAll)}>
        Fetch everything again
      </Button>
    </div>
  );
}

function Facts({ status, account }: { status: SyncStatus; account: Account }) {
  const { signedIn, syncedAt, lastContactAt, nextTryAt, secrets, clockAheadMs, erased, unreadable } = status;
  const never = 'not yet';
  const kept =
    secrets === 'keyring'
      ? 'kept in this system’s keyring'
      : 'kept until Assay closes: this system has no keyring that could seal it';
  const facts: [string, string | null][] = [
    ['Complete as of', syncedAt === null ? never : dateTime(syncedAt)],
    ['Server last answered', lastContactAt === null ? 'not since Assay was opened' : dateTime(lastContactAt)],
    ['Next try', nextTryAt === null ? null : dateTime(nextTryAt)],
    [
      'Clock',
      clockAheadMs === null
        ? null
        : `This machine’s clock is ${duration(Math.abs(clockAheadMs))} ${clockAheadMs > 0 ? 'ahead of' : 'behind'} the server’s; times are set right as they are sent.`,
    ],
    ['Erased', erased === null ? null : erasedText(erased)],
    [
      'Left out',
      unreadable === 0 ? null : `${count(unreadable)} that the server sent and Assay cannot read: tell your lead.`,
    ],
    [signedIn ? 'Signed in as' : 'Account', `${account.email}, ${account.role}`],
    ['Server', account.url],
    ['Sign-in', signedIn ? kept : null],
  ];
  return (
    <dl className={css['facts']}>
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
