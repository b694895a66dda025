import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { recipesDiffer } from '../../shared/rules/recipe.ts';
import { ask } from '../client.ts';
import table from '../styles/table.module.css';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { ErrorNote, reportOf } from '../ui/error-note.tsx';
import { count, dateTime, plural } from '../ui/format.ts';
import css from './built-detail.module.css';
import { becauseText, reasonsOf, whatNames } from './differences.ts';
import { askFor } from './store.ts';

type Diff = CallOutput<'dataset.diff'>;

/** So many are listed one by one; the counts are over all. */
const mostListed = 200;

/** What came, left and changed since another dataset. */
export function Comparison({ dataset, datasets }: { dataset: BuiltDataset; datasets: readonly BuiltDataset[] }) {
  const [other, setOther] = useState('');
  const { diff, error } = useDiff(other, dataset.id);
  const others = datasets.filter(({ id }) => id !== dataset.id);
  if (others.length === 0) return null;
  return (
    <>
      <h3 className={text['section']}>Compared with another</h3>
      <select
        className={css['select']}
        aria-label="Compare with"
        value={other}
        onChange={({ target }) => setOther(target.value)}
      >
        <option value="">Choose a dataset…</option>
        {others.map(({ id, name, builtAt }) => (
          <option key={id} value={id}>
            {name}, {dateTime(builtAt)}, {id.slice(0, 8)}
          </option>
        ))}
      </select>
      {error ? <ErrorNote error={error} /> : null}
      {diff && other !== '' ? <Found diff={diff} /> : null}
    </>
  );
}

function useDiff(before: string, after: string): { diff: Diff | null; error: ErrorReport | null } {
  const [diff, setDiff] = useState<Diff | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  useEffect(() => {
    setDiff(null);
    setError(null);
    if (before === '') return;
    let current = true;
    ask('dataset.diff', { before, after, limit: mostListed }).then(
      (answer) => current && setDiff(answer),
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [before, after]);
  return { diff, error };
}

function Found({ diff }: { diff: Diff }) {
  const recipes = recipesDiffer(diff.recipe);
  return (
    <>
      {recipes === null ? null : <p className={css['note']}>{recipes}</p>}
      <Samples diff={diff} />
    </>
  );
}

function Samples({ diff: { came, left, changed, because, differences } }: { diff: Diff }) {
  const all = came + left + changed;
  if (all === 0)
    return <p className={css['note']}>Both hold the same samples, with the same answers, on the same sides.</p>;
  return (
    <>
      <ul className={css['changes']} aria-label="Differences">
        <li>
          <b>{count(came)}</b> came
        </li>
        <li>
          <b>{count(left)}</b> left
        </li>
        <li>
          <b>{count(changed)}</b> changed
        </li>
      </ul>
      <table className={table['table']} aria-label="Differences by reason">
        <tbody>
          {reasonsOf(because).map(({ what, because, samples }) => (
            <tr key={`${what} ${because}`}>
              <th scope="row">
                {whatNames[what]}: {becauseText(what, [because])}
              </th>
              <td className={table['right']}>{count(samples)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <h4 className={text['section']}>Sample by sample</h4>
      <table className={table['table']} aria-label="Differences, sample by sample">
        <tbody>
          {differences.map(({ sample, what, because }) => (
            <tr key={sample}>
              <th scope="row">
                <Button look="quiet" className={css['sample']} onClick={() => askFor(sample)}>
                  <code>{sample}</code>
                </Button>
              </th>
              <td className={css['word']}>{whatNames[what]}</td>
              <td className={css['because']}>{becauseText(what, because)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {all > differences.length ? (
        <p className={css['note']}>
          And {plural(all - differences.length, 'more')}; the command line tells all of them.
        </p>
      ) : null}
    </>
  );
}
