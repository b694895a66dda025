import type { SampleFilter } from '../../../../shared/domain/browse.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { readText } from './text.ts';

/** A condition on `samples s` and, left-joined, `work.standings t`. */
export type Condition = { sql: string; params: (string | number)[] };

/** The bits of an id below the second of its time (migration 1 of corpus.db). */
const counterBits = 20;

/** The first id that a sample of this moment or later can have. Ids know whole seconds. */
function firstId(moment: string): number {
  const ms = Date.parse(moment);
  if (Number.isNaN(ms))
    throw new AssayError({
      kind: 'invalid-input',
      message: `“${moment}” is not a date.`,
      safe: 'Nothing was changed.',
      remedy: 'Write dates as in 2026-09-01 or 2026-09-01T08:00:00Z.',
    });
  return Math.floor(ms / 1000) * 2 ** counterBits;
}

const statusConditions = {
  unlabeled: 't.label_id IS NULL AND t.skipped IS NULL',
  labeled: 't.label_id IS NOT NULL',
  skipped: 't.skipped IS NOT NULL AND t.label_id IS NULL',
  flagged: 't.flagged = 1',
};

/** True when the filter asks for samples that were already dealt with. */
export function asksForStanding({ status, decision, score, hasCorrection }: SampleFilter): boolean {
  return (status ?? 'unlabeled') !== 'unlabeled' || decision !== undefined || score !== undefined || !!hasCorrection;
}

export function conditions(filter: SampleFilter): Condition[] {
  const all: Condition[] = [];
  const add = (sql: string, ...params: (string | number)[]) => all.push({ sql, params });
  if (filter.text !== undefined) {
    const text = readText(filter.text);
    if (!text) add('0');
    if (text?.all) add('s.id IN (SELECT rowid FROM samples_text WHERE samples_text MATCH ?)', text.all);
    if (text?.none) add('s.id NOT IN (SELECT rowid FROM samples_text WHERE samples_text MATCH ?)', text.none);
  }
  if (filter.agent !== undefined) add('s.agent = ?', filter.agent);
  if (filter.intent !== undefined) add('s.intent = ?', filter.intent);
  if (filter.conversationId !== undefined) add('s.conversation_id = ?', filter.conversationId);
  if (filter.tag !== undefined) add('s.id IN (SELECT id FROM sample_tags WHERE tag = ?)', filter.tag);
  if (filter.minConfidence !== undefined) add('s.confidence >= ?', filter.minConfidence);
  if (filter.maxConfidence !== undefined) add('s.confidence <= ?', filter.maxConfidence);
  if (filter.from !== undefined) add('s.id >= ?', firstId(filter.from));
  if (filter.to !== undefined) add('s.id < ?', firstId(filter.to));
  if (filter.status !== undefined) add(statusConditions[filter.status]);
  if (filter.decision !== undefined) add('t.decision = ?', filter.decision);
  if (filter.hasCorrection !== undefined) add('coalesce(t.corrected, 0) = ?', filter.hasCorrection ? 1 : 0);
  if (filter.score !== undefined) add(`t.${filter.score.scale} BETWEEN ? AND ?`, filter.score.min, filter.score.max);
  return all;
}
