import { z } from 'zod';
import type { Label } from '../../../shared/domain/label.ts';
import { type Adjudication, ownWords, type QueueWords } from '../../../shared/rules/resolve.ts';
import { adjudicationRowSchema, readLabelRow } from '../../../shared/sync/feeds.ts';
import { labelOf, standingLabels, type Word } from '../lead/standing.ts';
import type { Connection } from '../store/database.ts';
import type { Meta } from '../store/meta.ts';

/**
 * What is said of one sample, by whose words a dataset goes: what stands, by queue, and every label that led there, in
 * any order. What is given are the labels of this device.
 */
export type SaidOf = (sampleId: string, labels: readonly Label[]) => { words: QueueWords[]; labels: readonly Label[] };

const memberSchema = z.object({ role: z.string() });
const queueSchema = z.object({ overlap: z.int(), brought_along: z.boolean() });

/**
 * Whose words count in this workspace: a lead's dataset goes by what the whole team says, anybody else's by their own.
 *
 * @param db corpus.db with work.db attached as `work`
 * @param meta of work.db
 */
export function saidOf(db: Connection, meta: Meta): SaidOf {
  const own: SaidOf = (_, labels) => ({ words: ownWords(labels), labels });
  const account = meta.get('account');
  if (account === null) return own;
  const member = db.prepare<[string], string>('SELECT body FROM members WHERE member_id = ?').pluck().get(account);
  const lead = member !== undefined && memberSchema.parse(JSON.parse(member)).role === 'lead';
  return lead ? saidByTeam(db, account) : own;
}

/**
 * What a team says: its labels, by queue, with those of this lead that the server does not have yet. What the server has
 * refused is no word.
 */
function saidByTeam(db: Connection, account: string): SaidOf {
  const teamLabels = db.prepare<[string], string>('SELECT body FROM team_labels WHERE sample_id = ?').pluck();
  const decided = db.prepare<[string], string>('SELECT body FROM adjudications WHERE sample_id = ?').pluck();
  const refused = db
    .prepare<[string, string], number>(
      `SELECT 1 FROM work.outbox WHERE op_id = ? AND state = 'rejected'
       UNION ALL SELECT 1 FROM work.let_go WHERE op_id = ? LIMIT 1`,
    )
    .pluck();
  const queues = new Map(
    db
      .prepare<[], { id: string; body: string }>('SELECT queue_id AS id, body FROM queues')
      .all()
      .map(({ id, body }) => [id, queueSchema.parse(JSON.parse(body))]),
  );

  return (sampleId, labels) => {
    const sent = teamLabels.all(sampleId).map(readLabelRow);
    const known = new Set(sent.map(({ label_id }) => label_id));
    const unsent = labels.filter(({ id }) => !known.has(id) && refused.get(id, id) === undefined);
    const said: Word[] = [...sent, ...unsent.map((label) => wordOf(label, account))];
    if (said.length === 0) return { words: [], labels: [] };
    const adjudications = decided.all(sampleId).map((body) => adjudicationRowSchema.parse(JSON.parse(body)));
    const words = [...Map.groupBy(said, ({ queue_id }) => queue_id)].map(([queueId, rows]) => ({
      ...planOf(queueId === null ? undefined : queues.get(queueId)),
      standing: standingLabels(rows),
      adjudications: adjudications
        .filter(({ queue_id }) => queue_id === queueId)
        .map(
          (row): Adjudication => ({
            id: row.adjudication_id,
            leadId: row.member_id,
            committedAt: row.committed_at,
            verdict: row.verdict,
            sawLabelIds: row.saw,
          }),
        ),
    }));
    return { words, labels: said.map(labelOf) };
  };
}

/** A label of one's own that the server does not have yet is on its way to what was brought along. */
function planOf(queue: z.infer<typeof queueSchema> | undefined): Pick<QueueWords, 'overlap' | 'broughtAlong'> {
  return { overlap: queue?.overlap ?? 1, broughtAlong: queue?.brought_along ?? true };
}

function wordOf(label: Label, account: string): Word {
  return {
    label_id: label.id,
    queue_id: label.queueId,
    sample_id: label.sampleId,
    member_id: account,
    verdict: label.kind === 'verdict' ? label.verdict : null,
    committed_at: label.committedAt,
    supersedes: label.supersedes,
  };
}
