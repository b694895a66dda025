import type { SampleRow } from '../../../../shared/domain/sample.ts';

/** Why a line was not taken, for a person: `field` as a path (`query.text`), null when it is about the whole line. */
export type Problem = { field: string | null; reason: string; remedy: string };

/** What a record says: a row of the table, or everything that keeps it from being one. */
export type ReadRow =
  /** `dated` is false when the record has no time of its own, and `created_at` was made up for it. */
  { ok: true; row: SampleRow; dated: boolean } | { ok: false; problems: Problem[] };

export function refused(field: string | null, reason: string, remedy: string): ReadRow & { ok: false } {
  return { ok: false, problems: [{ field, reason, remedy }] };
}

/** A value as a sentence shows it: short enough for a line of a report. */
export function shown(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  const text = typeof value === 'string' ? `“${value}”` : String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
