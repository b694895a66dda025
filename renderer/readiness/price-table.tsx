import type { ModelPrice, PriceTable as Prices } from '../../shared/domain/costs.ts';
import { endText } from '../../shared/rules/readiness-costs.ts';
import { dayText } from '../../shared/rules/readiness-words.ts';
import { Button } from '../ui/button.tsx';
import css from './price-table.module.css';

const columns = ['Training', 'Base in', 'Base out', 'Tuned in', 'Tuned out', 'Hosting'] as const;

type Props = { prices: Prices; chosen: string | null; onEdit: (row: ModelPrice) => void };

/** What each model costs, as its page said on a day. */
export function PriceTable({ prices, chosen, onEdit }: Props) {
  if (prices.models.length === 0) return <p className={css['none']}>No model is in the table yet.</p>;
  return (
    <table className={css['table']}>
      <thead>
        <tr>
          <th scope="col">Model</th>
          {columns.map((name) => (
            <th key={name} scope="col" className={css['amount']}>
              {name}
            </th>
          ))}
          <th scope="col" className={css['end']}>
            Ends
          </th>
          <th scope="col">Read</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {prices.models.map((row) => (
          <tr key={row.model} data-chosen={row.model === chosen}>
            <th scope="row">{row.model}</th>
            {[row.training, row.baseInput, row.baseOutput, row.tunedInput, row.tunedOutput, row.hosting].map(
              (amount, index) => (
                <td key={columns[index]} className={css['amount']}>
                  {amount ?? <span className={css['none']}>?</span>}
                </td>
              ),
            )}
            <td className={css['end']}>{endText(row.shutdown)}</td>
            <td>
              {dayText(row.asOf, true)}, <span className={css['source']}>{hostOf(row.source)}</span>
            </td>
            <td className={css['amount']}>
              <Button look="quiet" onClick={() => onEdit(row)} aria-label={`Edit ${row.model}`}>
                Edit…
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function hostOf(source: string): string {
  return URL.canParse(source) ? new URL(source).host : source;
}
