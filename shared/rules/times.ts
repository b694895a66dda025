import type { LabelRow } from '../sync/feeds.ts';

/** Orders two times, the earlier one first. A server counts microseconds, which a `Date` does not hold. */
export function compareTimes(a: string, b: string): number {
  const micros = (time: string) => Number((/\.(\d+)/.exec(time)?.[1] ?? '').padEnd(6, '0').slice(0, 6));
  return Date.parse(a) - Date.parse(b) || micros(a) - micros(b);
}

/** The order in which the team's server had two labels. It says the same to a labeler and to a lead. */
export function byCommit(a: Committed, b: Committed): number {
  return compareTimes(a.committed_at, b.committed_at) || (a.label_id < b.label_id ? -1 : 1);
}

type Committed = Pick<LabelRow, 'label_id' | 'committed_at'>;
