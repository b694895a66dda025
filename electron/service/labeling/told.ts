import type { Unit } from '../../../shared/domain/queue.ts';
import { scaleIds } from '../../../shared/domain/rubric.ts';
import { byCommit, compareTimes } from '../../../shared/rules/times.ts';
import { readLabelRow, type LabelRow as TeamLabel } from '../../../shared/sync/feeds.ts';
import type { OpBody, Outbox, Told, ToldRow } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';
import { inTime } from './connect.ts';
import { Eraser } from './erase.ts';
import { type LabelRow, labelReader, queueIdOf, queueKey, readLabel } from './labels.ts';

type ToldLabel = Told & { body: Extract<OpBody, { kind: 'label' }> };
type AskedRow = { seq: number; id: string; queue: string; sample_id: string; text: string; asked_at: string };

/** Labels and questions looked up in one go, between two turns of others. */
const perTurn = 200;

/**
 * Keeps the labels of this workspace and those of the team's server together: takes in what the same account did on another
 * device, and tells again what a restored server has lost.
 */
export function toldLabels(work: Connection, corpus: Connection, outbox: Outbox, labelerId: string) {
  const labels = labelReader(work);
  const insert = work.prepare(
    `INSERT INTO labels (id, queue, sample_id, labeler_id, kind, verdict, committed_at, supersedes)
     VALUES (@id, @queue, @sampleId, @labelerId, @kind, @verdict, @committedAt, @supersedes)`,
  );
  const stand = work.prepare(
    `INSERT INTO standings (queue, sample_id, label_id, labeled_at, decision, corrected, op, ${scaleIds.join(', ')})
     VALUES (@queue, @sampleId, @labelId, @labeledAt, @decision, @corrected, @id, ${scaleIds.map((id) => `@${id}`).join(', ')})
     ON CONFLICT (queue, sample_id) DO UPDATE SET
       label_id = excluded.label_id, labeled_at = excluded.labeled_at, decision = excluded.decision,
       corrected = excluded.corrected, op = excluded.op, ${scaleIds.map((id) => `${id} = excluded.${id}`).join(', ')}`,
  );
  const labelsAfter = work.prepare<[number], LabelRow>(
    `SELECT * FROM labels WHERE seq > ? ORDER BY seq LIMIT ${perTurn}`,
  );
  const questionsAfter = work.prepare<[number], AskedRow>(
    `SELECT * FROM asked WHERE seq > ? ORDER BY seq LIMIT ${perTurn}`,
  );
  const keptAfter = work.prepare<[number], ToldRow>(`SELECT * FROM told WHERE seq > ? ORDER BY seq LIMIT ${perTurn}`);
  const receipt = corpus.prepare<[string], number>('SELECT 1 FROM receipts WHERE op_id = ?').pluck();
  const eraser = new Eraser(work, corpus, outbox);
  const dealtWith = work
    .prepare<[{ id: string }], number>(
      'SELECT 1 FROM outbox WHERE op_id = @id UNION ALL SELECT 1 FROM let_go WHERE op_id = @id',
    )
    .pluck();
  const heldAt = corpus
    .prepare<[string], string>(`SELECT json_extract(body, '$.committed_at') FROM team_labels WHERE label_id = ?`)
    .pluck();
  const ofSample = corpus.prepare<[string], string>('SELECT body FROM team_labels WHERE sample_id = ?').pluck();
  // What has not come again since everything is pulled anew is under suspicion of being gone.
  const there = (feed: 'labels' | 'questions', table: string, key: string) =>
    corpus
      .prepare<[string], number>(
        `SELECT 1 FROM ${table} WHERE ${key} = ?
         AND NOT EXISTS (SELECT 1 FROM suspects WHERE feed = '${feed}' AND key = ${table}.${key})`,
      )
      .pluck();
  const labelThere = there('labels', 'team_labels', 'label_id');
  const questionThere = there('questions', 'questions', 'question_id');

  /**
   * The last word on a unit, as the server orders it: its own clock, and ids where that is equal. A label that arrives again
   * may have another time there: told again to a restored server, it has that of the device that was first.
   */
  function lastOf(unit: Unit, arriving: readonly TeamLabel[]): TeamLabel | undefined {
    const again = new Set(arriving.map(({ label_id }) => label_id));
    const stored = ofSample.all(unit.sampleId).flatMap((body) => {
      const row = readLabelRow(body);
      const counts = row.member_id === outbox.account && row.queue_id === unit.queueId && !again.has(row.label_id);
      return counts ? [row] : [];
    });
    return [...stored, ...arriving].sort(byCommit).at(-1);
  }

  /**
   * Those of one unit in the order in which the server had them, and behind them what it never had: of what one device tells
   * the last stands, and that is to be what stood.
   */
  function asHeld(lost: readonly ToldLabel[]): ToldLabel[] {
    const order = (one: Told, other: Told) => {
      const [at, then] = [heldAt.get(one.id), heldAt.get(other.id)];
      if (at === undefined || then === undefined) return Number(at === undefined) - Number(then === undefined);
      return compareTimes(at, then) || (one.id < other.id ? -1 : 1);
    };
    const ordered = [...Map.groupBy(lost, unitOf)].map(([unit, told]) => [unit, told.sort(order).values()] as const);
    const next = new Map(ordered);
    return lost.map((label) => next.get(unitOf(label))?.next().value ?? label);
  }

  function restand(unit: Unit, last: TeamLabel): void {
    const { label, ahead } = labels.standing(unit);
    const id = last.verdict ? last.label_id : null;
    // What was done here and has not arrived will be judged by the server first.
    if (ahead || (label?.id ?? null) === id) return;
    stand.run({
      id: last.label_id,
      queue: queueKey(unit.queueId),
      sampleId: unit.sampleId,
      labelId: id,
      labeledAt: last.verdict ? last.committed_at : null,
      decision: last.verdict?.decision ?? null,
      corrected: last.verdict?.correction ? 1 : 0,
      ...Object.fromEntries(scaleIds.map((scale) => [scale, last.verdict?.scores[scale] ?? null])),
    });
  }

  const adopt = work.transaction((unit: Unit, rows: readonly TeamLabel[]): void => {
    for (const row of rows) {
      const { label_id: id, queue_id: queue, sample_id: sampleId, kind, verdict, committed_at: committedAt } = row;
      if (labels.get(id)) continue;
      const supersedes = row.supersedes !== null && labels.get(row.supersedes) ? row.supersedes : null;
      const body = verdict ? JSON.stringify(verdict) : null;
      insert.run({ id, queue, sampleId, labelerId, kind, verdict: body, committedAt, supersedes });
    }
    const last = lastOf(unit, rows);
    if (last) restand(unit, last);
  });

  return {
    /**
     * Takes in labels of this account that met or came from other devices, and lets stand what stands on the server. Each
     * may come again. With turns for others in between.
     */
    *adopt(rows: readonly TeamLabel[]): Generator<void> {
      const units = Map.groupBy(rows, ({ queue_id, sample_id }) => JSON.stringify([queue_id, sample_id]));
      for (const [first, ...others] of units.values()) {
        if (!first) continue;
        const unit = { queueId: first.queue_id, sampleId: first.sample_id };
        adopt.immediate(unit, [first, ...others].sort(byCommit));
        yield;
      }
    },

    /** Forgets samples that nobody may keep anything of. Each may be named again. With turns for others in between. */
    erase: (sampleIds: readonly string[]): Generator<void> => eraser.erase(sampleIds),

    /**
     * Puts back into the outbox what was told once and is not on the server that was pulled whole, under its old id. With
     * turns for others in between; answers how many there were.
     */
    *recall(): Generator<void, number> {
      const questions: Told[] = [];
      const labels: ToldLabel[] = [];
      const others: Told[] = [];
      for (const rows of paged((after) => questionsAfter.all(after))) {
        questions.push(...rows.filter(({ id }) => !questionThere.get(id) && !dealtWith.get({ id })).map(toldQuestion));
        yield;
      }
      for (const rows of paged((after) => labelsAfter.all(after))) {
        labels.push(...rows.filter(({ id }) => !labelThere.get(id) && !dealtWith.get({ id })).map(toldLabel));
        yield;
      }
      for (const rows of paged((after) => keptAfter.all(after))) {
        others.push(...rows.filter(({ op_id }) => !receipt.get(op_id) && !dealtWith.get({ id: op_id })).map(toldOther));
        yield;
      }
      // A skip and a label of one sample say something else in another order.
      const all = [...inTime(inTime(questions, asHeld(labels)), others)];
      outbox.tellFirst(all);
      return all.length;
    },
  };
}

function* paged<T extends { seq: number }>(read: (after: number) => T[]): Generator<T[]> {
  for (let rows = read(0); rows.length > 0; rows = read(rows.at(-1)?.seq ?? 0)) yield rows;
}

function unitOf({ body }: ToldLabel): string {
  return JSON.stringify([body.queue_id, body.sample_id]);
}

function toldLabel(row: LabelRow): ToldLabel {
  const label = readLabel(row);
  const { id, queueId: queue_id, sampleId: sample_id, supersedes, committedAt: at } = label;
  const verdict = label.kind === 'verdict' ? label.verdict : null;
  return { id, at, body: { kind: 'label', queue_id, sample_id, verdict, supersedes } };
}

function toldQuestion({ id, queue, sample_id, text, asked_at: at }: AskedRow): Told {
  return { id, at, body: { kind: 'question', queue_id: queueIdOf(queue), sample_id, text } };
}

function toldOther({ op_id: id, body, at }: ToldRow): Told {
  return { id, at, body: JSON.parse(body) as OpBody };
}
