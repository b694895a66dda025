import type { ReactNode } from 'react';
import css from './bars.module.css';

type BarRowProps = {
  name: ReactNode;
  /** 0 to 1, of the width that all rows share. */
  share: number;
  /** Where a mark stands, on the same scale. */
  mark?: number;
  /** A second number, before the one that the bar stands for. */
  beside?: ReactNode;
  value: ReactNode;
};

/** Horizontal bars in a table: a name, a bar, and its numbers. */
/** @param names how wide the names may be */
export function Bars({
  label,
  names = 'short',
  children,
}: {
  label: string;
  names?: 'short' | 'long';
  children: ReactNode;
}) {
  return (
    <table className={css['table']} data-names={names} aria-label={label}>
      <tbody>{children}</tbody>
    </table>
  );
}

export function BarRow({ name, share, mark, beside, value }: BarRowProps) {
  return (
    <tr className={css['row']}>
      <th scope="row">{name}</th>
      <td className={css['track']} aria-hidden="true">
        <span className={css['bar']} style={{ width: `${share * 100}%`, minWidth: share > 0 ? 1 : 0 }} />
        {mark === undefined ? null : <span className={css['mark']} style={{ left: `${mark * 100}%` }} />}
      </td>
      {beside === undefined ? null : <td className={css['beside']}>{beside}</td>}
      <td className={css['value']}>{value}</td>
    </tr>
  );
}
