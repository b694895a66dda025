import type { CallInput } from '../../../shared/contract/calls.ts';
import type { VerdictLabel } from '../../../shared/domain/label.ts';
import type { WorkKind } from '../../../shared/domain/lead.ts';
import { type LabelRow, readLabelRow } from '../../../shared/sync/feeds.ts';
import type { Connection } from '../store/database.ts';
import { standingLabels } from './standing.ts';

/** Somebody looks at these one by one: the newest thousand are more than anybody will. */
const mostSamples = 1_000;
const dayMs = 86_400_000;
/** Sixty characters a second is twice what the fastest readers take in. */
const charactersPerMs = 60 / 1_000;

type Labeled = { label: VerdictLabel; row: LabelRow; others: readonly VerdictLabel[]; characters: number };

/** The same as the server's day counts (`assay_day`), one by one. */
const isSo: Record<WorkKind, (labeled: Labeled) => boolean> = {
  done: () => true,
  doneToday: ({ label }) => Date.parse(label.committedAt) >= Date.now() - dayMs,
  corrections: ({ label }) => label.verdict.decision === 'edit',
  disagreements: ({ label, others }) => others.some(({ verdict }) => verdict.decision !== label.verdict.decision),
  late: ({ row }) => row.late,
  tooFast: ({ label, characters }) => label.verdict.activeMs * charactersPerMs < characters,
  straightLined: ({ label }) => new Set(Object.values(label.verdict.scores)).size === 1,
};

/**
 * The samples behind a figure of the lead's day: those on which a label of this labeler stands in this queue, newest first.
 * It looks at every label of the queue: for the thread that reads much.
 */
export function readWork(db: Connection, { queueId, memberId, kind }: CallInput<'lead.work'>): string[] {
  const rows = db
    .prepare<[string, string, string], string>(
      `SELECT body FROM team_labels WHERE queue_id = ? AND sample_id IN
         (SELECT sample_id FROM team_labels WHERE queue_id = ? AND member_id = ?)`,
    )
    .pluck()
    .all(queueId, queueId, memberId)
    .map(readLabelRow);
  const read = db
    .prepare<[string], number>(
      `SELECT length(json_extract(body, '$.query.text')) + length(json_extract(body, '$.agent_response.text'))
       FROM samples WHERE sample_id = ?`,
    )
    .pluck();
  const found: VerdictLabel[] = [];
  for (const [sampleId, ofSample] of Map.groupBy(rows, ({ sample_id }) => sample_id)) {
    const standing = standingLabels(ofSample);
    const label = standing.find(({ labelerId }) => labelerId === memberId);
    const row = ofSample.find(({ label_id }) => label_id === label?.id);
    const characters = read.get(sampleId);
    if (!label || !row || characters === undefined) continue;
    if (isSo[kind]({ label, row, others: standing, characters })) found.push(label);
  }
  return found
    .sort((a, b) => Date.parse(b.committedAt) - Date.parse(a.committedAt))
    .slice(0, mostSamples)
    .map(({ sampleId }) => sampleId);
}
