import type { ExportCounts } from '../../shared/domain/job.ts';
import { useInfo } from '../stores/workspace.ts';
import { count, percent, plural } from '../ui/format.ts';
import css from './funnel.module.css';
import { reasonSentence } from './reasons.ts';
import { type Step, stepsOf } from './steps.ts';
import screenCss from './transfer.module.css';

/** From samples to the file, and why the others stay out. */
export function Funnel({ counts, counting }: { counts: ExportCounts | null; counting: number | null }) {
  return (
    <div aria-busy={counting !== null} className={css['funnel']} data-old={counting !== null && counts !== null}>
      <h3 className={screenCss['section']}>
        From samples to the file
        <small>{counting === null ? null : counting === 0 ? 'counting…' : `counting… ${percent(counting)}`}</small>
      </h3>
      {counts ? <Steps counts={counts} /> : null}
      {counts && counts.excluded > 0 ? <Reasons counts={counts} /> : null}
    </div>
  );
}

function Steps({ counts }: { counts: ExportCounts }) {
  const { included, corrected, legacy } = counts;
  const notes = [
    corrected > 0 ? `${count(corrected)} with a correction` : null,
    legacy > 0 ? `${count(legacy)} by a verdict from before Assay` : null,
  ].filter((note) => note !== null);
  return (
    <>
      <Bars rows={stepsOf(counts)} of={counts.samples} />
      {included > 0 && notes.length > 0 ? <p className={css['note']}>In the file: {notes.join(', ')}.</p> : null}
    </>
  );
}

function Bars({ rows, of }: { rows: readonly Step[]; of: number }) {
  return (
    <table className={css['table']}>
      <tbody>
        {rows.map(({ name, value }) => (
          <tr key={name} className={css['row']}>
            <th scope="row">{name}</th>
            <td className={css['track']} aria-hidden="true">
              <span
                className={css['bar']}
                style={{ width: `${of === 0 ? 0 : (value / of) * 100}%`, minWidth: value > 0 ? 1 : 0 }}
              />
            </td>
            <td className={css['value']}>{count(value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Reasons({ counts }: { counts: ExportCounts }) {
  const rubric = useInfo((info) => info.rubric);
  const rows = Object.entries(counts.reasons).map(([key, value]) => ({ key, value, ...reasonSentence(key, rubric) }));
  return (
    <>
      <h3 className={screenCss['section']}>
        Why {plural(counts.excluded, 'sample')} {counts.excluded === 1 ? 'stays' : 'stay'} out
        <small>one sample can have several reasons</small>
      </h3>
      <table className={css['table']}>
        <tbody>
          {rows.map(({ key, why, way, value }, index) => (
            <tr key={key} className={css['reason']}>
              <th scope="row">
                {why} {/* The same way in for several reasons is said once. */}
                {rows.slice(0, index).some((row) => row.way === way) ? null : <span className={css['way']}>{way}</span>}
              </th>
              <td className={css['value']}>{count(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
