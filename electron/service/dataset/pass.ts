import type { ExportCounts, ExportFilters } from '../../../shared/domain/job.ts';
import type { Label } from '../../../shared/domain/label.ts';
import type { Sample } from '../../../shared/domain/sample.ts';
import { datasetEntry, gateFor, selects } from '../../../shared/rules/dataset.ts';
import { type DatasetReason, reasonKey } from '../../../shared/rules/reasons.ts';
import { type LabelRow, readLabel } from '../labeling/labels.ts';
import { readStored, type StoredSample } from '../samples/read.ts';
import type { Connection } from '../store/database.ts';
import type { DatasetShape, Format, JsonObject } from './formats/format.ts';
import { HeldOut } from './held-out.ts';
import { Lines } from './lines.ts';
import type { Source } from './source.ts';

type JoinedRow = StoredSample & { row_id: number } & ({ seq: null } | Omit<LabelRow, 'sample_id'>);

/** `rowId` is `samples.id`. */
type LabeledSample = { rowId: number; sample: Sample; labels: Label[] };

/**
 * Every sample with all its labels, one sample at a time, by `sample_id`: that order depends on the samples alone, so that
 * the same labels give the same bytes on any machine; local ids depend on what was imported first.
 *
 * One statement reads both files in one snapshot, and each in the order of an index: nothing is sorted and no more than
 * one sample is held.
 *
 * @param db corpus.db with work.db attached as `work`
 */
export function* samplesWithLabels(db: Connection): Generator<LabeledSample> {
  const rows = db
    .prepare<[], JoinedRow>(
      `SELECT s.id AS row_id, s.sample_id, s.response_hash, s.body,
         l.seq, l.id, l.queue, l.labeler_id, l.kind, l.verdict, l.committed_at, l.supersedes
       FROM samples s LEFT JOIN work.labels l ON l.sample_id = s.sample_id
       ORDER BY s.sample_id, l.seq`,
    )
    .iterate();
  let id: string | null = null;
  let current: LabeledSample | null = null;
  for (const row of rows) {
    if (current === null || row.sample_id !== id) {
      if (current) yield current;
      id = row.sample_id;
      current = { rowId: row.row_id, sample: readStored(row), labels: [] };
    }
    if (row.seq !== null) current.labels.push(readLabel(row));
  }
  if (current) yield current;
}

/**
 * Judges every sample that the filters select and counts what comes of it. What is for evaluation, and what a dataset
 * holds out, stays out; of the others personal data is replaced as a dataset planned here would do.
 *
 * @param source with a ledger attached
 * @param format what the rows are for; a sample that it cannot hold stays out
 * @param visit called with each sample that the pass has read; `row` is null for one that gives none
 */
export function passOver(
  source: Source,
  { filters, format }: { filters: ExportFilters; format: Format },
  shape: DatasetShape,
  visit: (row: JsonObject | null) => void,
): ExportCounts {
  const { db, settings, saidOf } = source;
  const lines = new Lines(source, { ...settings, personalData: settings.dataset.personalData });
  const heldOut = new HeldOut(db);
  const gated = { ...settings, gate: gateFor(settings.gate, filters) };
  const counts = { samples: 0, included: 0, corrected: 0, rejected: 0, legacy: 0, excluded: 0 };
  const reasons = new Map<string, number>();
  const withoutPrompt = new Map<string, number>();
  const redactions = new Map<string, number>();
  let next = 0;
  for (const { sample, labels } of samplesWithLabels(db)) {
    const place = next++;
    if (!selects(filters, sample)) {
      visit(null);
      continue;
    }
    const entry = datasetEntry(sample, saidOf(sample.sampleId, labels).words, gated);
    const example = entry.included ? entry.example : entry.negative;
    const known = barredBecause(sample, heldOut.has(place, sample));
    // What is barred is only asked whether it would be a row.
    const redacted = example && (known ? { example, redactions: {} } : lines.redact(sample, example));
    const copied = redacted !== null && heldOut.hasPrompt(redacted.example.prompt);
    const barred = known ?? barredBecause(sample, copied);
    const result = redacted && format.row(redacted.example, shape);
    const row = result?.ok && !barred ? result.row : null;
    if (row) for (const [kind, places] of Object.entries(redacted?.redactions ?? {})) add(redactions, kind, places);
    counts.samples++;
    if (entry.included && row) {
      counts.included++;
      if (entry.by === 'correction') counts.corrected++;
      if (entry.legacy) counts.legacy++;
      if (entry.example.prompt[0]?.role !== 'system') add(withoutPrompt, sample.agent, 1);
    } else {
      counts.excluded++;
      if (row) counts.rejected++;
      const because: DatasetReason[] = entry.included ? [] : [...entry.reasons];
      if (entry.included && result?.ok === false) because.push({ code: result.reason });
      if (barred && result?.ok) because.push(barred);
      for (const reason of because) add(reasons, reasonKey(reason), 1);
    }
    visit(row);
  }
  return {
    ...counts,
    reasons: sorted(reasons),
    withoutSystemPrompt: sorted(withoutPrompt),
    redactions: sorted(redactions),
  };
}

/** Why a sample is trained on by nobody, whatever was decided about it. */
function barredBecause({ flags }: Sample, heldOut: boolean): DatasetReason | null {
  if (flags.forEvaluation) return { code: 'for_evaluation' };
  return heldOut ? { code: 'held_out' } : null;
}

/** Whether any sample has tools or calls one, told from the rows as text: all rows of a file have the same columns. */
export function shapeOfAll(db: Connection): DatasetShape {
  const found = db
    .prepare(`SELECT 1 FROM samples WHERE instr(body, '"tool_calls"') > 0 OR instr(body, '"tools"') > 0 LIMIT 1`)
    .get();
  return { tools: found !== undefined };
}

function add(counts: Map<string, number>, key: string, more: number): void {
  counts.set(key, (counts.get(key) ?? 0) + more);
}

/** The most frequent first. */
function sorted(counts: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)));
}
