import type { FormatId } from '../../shared/domain/dataset.ts';
import { count } from '../ui/format.ts';
import { formatGroups, formatNames, rowsOf } from './formats.ts';
import { setPlan, usePlan } from './plan.ts';
import { PlanTitle } from './plan-fields.tsx';
import css from './plan-form.module.css';
import { useDataset } from './store.ts';

/** Which files are written, by who reads them, with the rows that each would get. */
export function FormatsForm() {
  const chosen = usePlan((plan) => plan.formats);
  const counts = useDataset(({ counted }) => counted?.counts);
  const set = (format: FormatId, on: boolean) =>
    setPlan({ formats: on ? [...chosen, format] : chosen.filter((other) => other !== format) });
  return (
    <>
      <PlanTitle title="Formats" about="a file for each side; rows that there are at most" />
      {formatGroups.map(({ reader, formats }) => (
        <fieldset key={reader}>
          <legend className={css['reader']}>{reader}</legend>
          {formats.map((format) => {
            const only = chosen.length === 1 && chosen[0] === format;
            return (
              <label
                key={format}
                className={css['format']}
                title={only ? 'A dataset has at least one format.' : format}
              >
                <input
                  type="checkbox"
                  className={css['check']}
                  checked={chosen.includes(format)}
                  aria-disabled={only || undefined}
                  onChange={({ target }) => only || set(format, target.checked)}
                />
                <span>{formatNames[format]}</span>
                {counts ? <span className={css['rows']}>{rowsText(rowsOf(format, counts, chosen))}</span> : null}
              </label>
            );
          })}
        </fieldset>
      ))}
    </>
  );
}

/** “26”, or “26 +” where drafts that were rejected would come to it. */
function rowsText({ rows, open }: ReturnType<typeof rowsOf>): string {
  return open ? `${count(rows)} +` : count(rows);
}
