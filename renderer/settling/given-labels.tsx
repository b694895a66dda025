import type { VerdictLabel } from '../../shared/domain/label.ts';
import { scaleIds, scaleOf } from '../../shared/domain/rubric.ts';
import { Diff } from '../labeling/editor.tsx';
import { decisionNames, reasonNames } from '../labeling/names.ts';
import { useRubric } from '../stores/draft.ts';
import { duration } from '../ui/format.ts';
import css from './given-labels.module.css';
import { type About, useSettling } from './store.ts';

/** A, B, C …: whose a label is must not decide. Whoever's work is looked at has their name. */
export function calledIn(about: About | null, { labelerId }: VerdictLabel, index: number): string {
  return about?.memberId === labelerId ? about.name : String.fromCodePoint(65 + index);
}

type GivenLabelsProps = { labels: readonly VerdictLabel[]; response: string };

/** What each labeler said of the answer. */
export function GivenLabels({ labels, response }: GivenLabelsProps) {
  const rubric = useRubric();
  const about = useSettling((settling) => settling.about);
  return (
    <section className={css['given']} aria-labelledby="given">
      <h2 id="given" className={css['eyebrow']}>
        What the labelers say
      </h2>
      <table className={css['table']}>
        <thead>
          <tr>
            <th scope="col">
              <span className={css['hidden']}>Criterion</span>
            </th>
            {labels.map((label, index) => (
              <th key={label.id} scope="col">
                {calledIn(about, label, index)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <Row name="Decision" values={labels.map(({ verdict }) => decisionNames[verdict.decision])} />
          {scaleIds.map((scale) => (
            <Row
              key={scale}
              name={scaleOf(rubric, scale).name}
              values={labels.map(({ verdict }) => String(verdict.scores[scale]))}
            />
          ))}
          {about ? <Row name="Time" values={labels.map(({ verdict }) => duration(verdict.activeMs))} /> : null}
        </tbody>
      </table>
      {labels.map((label, index) => (
        <Said key={label.id} called={calledIn(about, label, index)} label={label} response={response} />
      ))}
    </section>
  );
}

/** Where all agree, the line recedes. */
function Row({ name, values }: { name: string; values: readonly string[] }) {
  return (
    <tr data-differ={new Set(values).size > 1}>
      <th scope="row">{name}</th>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a value has nothing but its column
        <td key={index}>{value}</td>
      ))}
    </tr>
  );
}

/** What a label says in words: why, the correction and the note. */
function Said({ called, label, response }: { called: string; label: VerdictLabel; response: string }) {
  const { reasons, correction, note, tags } = label.verdict;
  if (reasons.length === 0 && correction === null && note === '' && tags.length === 0) return null;
  return (
    <div className={css['said']}>
      <h3 className={css['letter']}>{called}</h3>
      <div className={css['words']}>
        {reasons.length === 0 ? null : <p>{reasons.map((reason) => reasonNames[reason]).join(', ')}</p>}
        {note === '' ? null : (
          <p className={css['note']} dir="auto">
            {note}
          </p>
        )}
        {tags.length === 0 ? null : <p className={css['tags']}>{tags.join(', ')}</p>}
        {correction === null ? null : <Diff from={response} to={correction.text} />}
      </div>
    </div>
  );
}
