import type { Label, Verdict } from '../../shared/domain/label.ts';
import type { TeamVerdict } from '../../shared/domain/lead.ts';
import { type PartialScores, scaleIds, scaleOf } from '../../shared/domain/rubric.ts';
import type { LegacyVerdict } from '../../shared/rules/legacy.ts';
import { decidedNames, reasonNames } from '../labeling/names.ts';
import { useInfo } from '../stores/workspace.ts';
import { dateTime } from '../ui/format.ts';
import css from './preview.module.css';

/** One label of a sample's history: what stands is plain, what was superseded or taken back is quiet. */
export function LabelEntry({ label, standing }: { label: Label; standing: boolean }) {
  if (label.kind === 'withdrawal')
    return (
      <li className={css['label']} data-old>
        <Head what="Taken back" when={label.committedAt} />
      </li>
    );
  return (
    <li className={css['label']} data-old={standing ? undefined : true}>
      <Head what={decidedNames[label.verdict.decision]} when={label.committedAt} />
      <Said verdict={label.verdict} />
    </li>
  );
}

/** What somebody else of the team says. */
export function TeamEntry({ said: { by, queue, final, committedAt, verdict } }: { said: TeamVerdict }) {
  return (
    <li className={css['label']}>
      <Head what={`${by}, ${queue}: ${final ? 'final, ' : ''}${decidedNames[verdict.decision]}`} when={committedAt} />
      <Said verdict={verdict} />
    </li>
  );
}

function Said({ verdict: { scores, correction, note, reasons, tags } }: { verdict: Verdict }) {
  return (
    <>
      <Scores scores={scores} />
      {reasons.length > 0 ? <p>{reasons.map((reason) => reasonNames[reason]).join(', ')}</p> : null}
      {correction ? (
        <>
          <p className={css['correction']}>{correction.text}</p>
          <Scores scores={correction.scores} />
        </>
      ) : null}
      {note === '' ? null : <p className={css['note']}>“{note}”</p>}
      {tags.length > 0 ? <p>Tags: {tags.join(', ')}</p> : null}
    </>
  );
}

/** A verdict that came with the row, from before Assay: marked as that. */
export function LegacyEntry({ verdict }: { verdict: LegacyVerdict }) {
  return (
    <li className={css['label']} data-old>
      <Head
        what={`${verdict.approved ? 'Approved' : 'Not approved'} before Assay${verdict.approvedBy ? ` by ${verdict.approvedBy}` : ''}`}
        when={verdict.approvedAt}
      />
      <Scores scores={verdict.scores} />
      {verdict.editedText === null ? null : <p className={css['correction']}>{verdict.editedText}</p>}
    </li>
  );
}

function Head({ what, when }: { what: string; when: string | null }) {
  return (
    <p className={css['labelHead']}>
      <b>{what}</b>
      {when === null || Number.isNaN(Date.parse(when)) ? null : <time dateTime={when}>{dateTime(when)}</time>}
    </p>
  );
}

function Scores({ scores }: { scores: PartialScores }) {
  const rubric = useInfo((info) => info.rubric);
  const given = scaleIds.filter((id) => scores[id] !== undefined);
  if (given.length === 0) return null;
  return (
    <p className={css['scores']}>
      {given.map((id) => (
        <span key={id}>
          {scaleOf(rubric, id).name} <b>{scores[id]}</b>
        </span>
      ))}
    </p>
  );
}
