import type { SampleFilter } from '../../../../shared/domain/browse.ts';

/** A condition on `work.standings t`: what labels and marks have made of a sample. */
export type Condition = { sql: string; params: readonly (string | number)[] };

const labeled: Condition = { sql: 't.label_id IS NOT NULL', params: [] };
// A verdict overrules a skip and does not erase it.
const skipped: Condition = { sql: 't.skipped IS NOT NULL AND t.label_id IS NULL', params: [] };
const flagged: Condition = { sql: 't.flagged = 1', params: [] };
const corrected: Condition = { sql: 't.corrected = 1', params: [] };
/** What the loop offers no more. */
const dealtWith: Condition = { sql: '(t.label_id IS NOT NULL OR t.skipped IS NOT NULL)', params: [] };

export const standings = { labeled, skipped, flagged, corrected, dealtWith };

/** The queue in whose standings a filter looks, as the tables have it. */
export function queueOf({ queue }: SampleFilter): string {
  return queue ?? '';
}

/** What a filter demands of a standing: a sample without one cannot pass. Null when it demands nothing. */
export function demanded({ status, decision, hasCorrection, score }: SampleFilter): Condition | null {
  const all: Condition[] = [];
  if (status !== undefined && status !== 'unlabeled') all.push(standings[status]);
  if (hasCorrection) all.push(corrected);
  if (decision !== undefined) all.push({ sql: 't.decision = ?', params: [decision] });
  if (score !== undefined) all.push({ sql: `t.${score.scale} BETWEEN ? AND ?`, params: [score.min, score.max] });
  if (all.length === 0) return null;
  return { sql: all.map(({ sql }) => sql).join(' AND '), params: all.flatMap(({ params }) => params) };
}

/** What a sample that passes a filter may not have. */
export function barred({ status, hasCorrection }: SampleFilter): Condition[] {
  return [...(status === 'unlabeled' ? [dealtWith] : []), ...(hasCorrection === false ? [corrected] : [])];
}

/** True when labels and marks decide who passes, so that every commit may change the answer. */
export function concernsStanding(filter: SampleFilter): boolean {
  return demanded(filter) !== null || barred(filter).length > 0;
}
