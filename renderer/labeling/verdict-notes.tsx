import { useMemo } from 'react';
import { Key } from '../keyboard/key.tsx';
import { useDraft, useRubric } from '../stores/draft.ts';
import { useSettings } from '../stores/workspace.ts';
import { dateTime } from '../ui/format.ts';
import { decidedNames, skipNames } from './names.ts';
import { belowGate, says } from './verdict.ts';
import css from './verdict-notes.module.css';

/** What stands between the draft and its commit, and what a commit would mean for the dataset. */
export function VerdictNotes() {
  const notice = useDraft(({ notice }) => notice);
  const work = useDraft(({ work }) => work);
  const gate = useSettings((settings) => settings.gate);
  const rubric = useRubric();
  // With the signals on, the dataset has a line of its own; in a team's queue nothing may steer the verdict.
  const signals = useSettings((settings) => settings.showSignals);
  const team = useDraft(({ item }) => item !== null && item.queueId !== null);
  const query = useDraft(({ item }) => item?.sample.query ?? '');
  const below = useMemo(() => belowGate(work, gate, rubric, query), [work, gate, rubric, query]);
  if (notice)
    return (
      <div className={css['notice']} data-kind={notice.kind}>
        {notice.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {notice.kind === 'against' ? (
          <p className={css['how']}>
            If that is meant, <Key command="label.commit" /> again commits it.
          </p>
        ) : null}
      </div>
    );
  return below === null || signals || team ? null : <p className={css['below']}>{below}</p>;
}

/** What stands on this sample already. */
export function Standing() {
  const label = useDraft(({ item }) => item?.label ?? null);
  const skipped = useDraft(({ item }) => item?.skipped ?? null);
  const flagged = useDraft(({ item }) => item?.flagged ?? false);
  const changed = useDraft(({ work }) => label !== null && !says(work.draft, label.verdict));
  if (label === null && skipped === null && !flagged) return null;
  return (
    <div className={css['standing']}>
      {flagged ? <p>Flagged</p> : null}
      {label ? (
        <p>
          {`${decidedNames[label.verdict.decision]}, ${dateTime(label.committedAt)}. `}
          {changed ? 'Enter puts this verdict in its place.' : 'Change it, and Enter supersedes it.'}
        </p>
      ) : skipped ? (
        <p>Skipped: {skipNames[skipped]}</p>
      ) : null}
    </div>
  );
}
