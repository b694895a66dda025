import type { z } from 'zod';
import type { Unit } from '../../../shared/domain/queue.ts';
import { type Rubric, rubricSchema } from '../../../shared/domain/rubric.ts';
import { AssayError } from '../../../shared/errors.ts';
import {
  type AssignmentState,
  assignmentRowSchema,
  memberRowSchema,
  questionRowSchema,
  queueSpecSchema,
  rubricRowSchema,
} from '../../../shared/sync/feeds.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';
import type { Standing } from './labels.ts';

const assignmentSchema = assignmentRowSchema.pick({
  rubric_version: true,
  lease_until: true,
  returned_reason: true,
});
type AssignmentColumns = { state: AssignmentState; held: number; body: string };
/** `held`: its sample is on this device. */
export type Assignment = z.infer<typeof assignmentSchema> & { state: AssignmentState; held: boolean };

const rulesSchema = queueSpecSchema.pick({ allow_skip: true, allow_fill: true });
const questionSchema = questionRowSchema.pick({ question_id: true, text: true, ruling: true });
export type Question = z.infer<typeof questionSchema>;

const roleSchema = memberRowSchema.pick({ role: true });

/** What the team's server has told about queues and this member's work in them, by key, as the feeds have left it. */
export class QueueReader {
  readonly #outbox: Outbox;
  readonly #member;
  readonly #assigned;
  readonly #assignment;
  readonly #rules;
  readonly #rubric;
  readonly #questions;

  constructor(corpus: Connection, outbox: Outbox) {
    const body = <P extends unknown[]>(sql: string) => corpus.prepare<P, string>(sql).pluck();
    this.#outbox = outbox;
    this.#member = body<[string]>('SELECT body FROM members WHERE member_id = ?');
    this.#assigned = corpus
      .prepare<[string], number>('SELECT 1 FROM assignments WHERE sample_id = ? AND id IS NOT NULL LIMIT 1')
      .pluck();
    this.#assignment = corpus.prepare<[string, string, string], AssignmentColumns>(
      `SELECT state, id IS NOT NULL AS held, body FROM assignments
       WHERE sample_id = ? AND queue_id = ? AND member_id = ? ORDER BY id IS NULL LIMIT 1`,
    );
    this.#rules = body<[string]>('SELECT body FROM queues WHERE queue_id = ?');
    this.#rubric = body<[number]>('SELECT body FROM rubrics WHERE version = ?');
    this.#questions = body<[string, string]>('SELECT body FROM questions WHERE sample_id = ? AND queue_id = ?');
  }

  /** This member's part in a unit of the team, whatever became of it; null when they never had it. */
  assignment({ queueId, sampleId }: Unit): Assignment | null {
    const { account } = this.#outbox;
    const row = account === null || queueId === null ? undefined : this.#assignment.get(sampleId, queueId, account);
    if (!row) return null;
    return { ...assignmentSchema.parse(JSON.parse(row.body)), state: row.state, held: row.held === 1 };
  }

  /**
   * Why a lead wants the unit again; null when nobody does, or when a verdict stands here of which the server has not heard.
   * Clocks do not tell which is newer; what the server has confirmed and still calls returned, it wants again.
   */
  returnedReason({ state, returned_reason }: Assignment, { label, skipped, ahead }: Standing): string | null {
    const answered = ahead && (label !== null || skipped !== null);
    return state === 'returned' && !answered ? returned_reason : null;
  }

  /**
   * True for a sample that the team gave a labeler: it is seen in its queues alone, because the own queue hides nothing
   * that could steer a verdict. Until the server has said that this member is a lead, they are a labeler.
   */
  hidden(sampleId: string): boolean {
    const { account } = this.#outbox;
    if (account === null || this.#assigned.get(sampleId) !== 1) return false;
    const member = this.#member.get(account);
    return member === undefined || roleSchema.parse(JSON.parse(member)).role !== 'lead';
  }

  /** What a queue allows; everything, until its row has come. */
  rules(queueId: string): z.infer<typeof rulesSchema> {
    const row = this.#rules.get(queueId);
    return row === undefined ? { allow_skip: true, allow_fill: true } : rulesSchema.parse(JSON.parse(row));
  }

  /** @throws AssayError not-found */
  rubric(version: number): Rubric {
    const row = this.#rubric.get(version);
    if (row === undefined) throw noRubric(version);
    return rubricSchema.parse(rubricRowSchema.parse(JSON.parse(row)).body);
  }

  /** What was asked about a unit, as the server has it, oldest first. */
  questions({ queueId, sampleId }: Unit): Question[] {
    if (queueId === null) return [];
    return this.#questions
      .all(sampleId, queueId)
      .map((row) => questionRowSchema.parse(JSON.parse(row)))
      .sort((a, b) => Date.parse(a.asked_at) - Date.parse(b.asked_at));
  }
}

function noRubric(version: number): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: `Version ${version} of the rubric has not come from the team’s server yet.`,
    safe: 'Nothing was changed.',
    remedy: 'Sync, then open the sample again.',
  });
}
