import { z } from 'zod';
import {
  answeringEstimateSchema,
  contenderSchema,
  contenders,
  evaluationPlanSchema,
} from '../../../shared/domain/comparison.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Connection } from '../store/database.ts';
import type { Blind } from './blind.ts';

const bodySchema = z.object({
  plan: evaluationPlanSchema,
  base: contenderSchema,
  tuned: contenderSchema,
  datasetName: z.string(),
  /** As many as the hold-out gave when it was begun. */
  items: z.int(),
  estimate: answeringEstimateSchema,
  createdAt: z.string(),
});
/** What an evaluation is begun with. */
export type EvaluationBody = z.infer<typeof bodySchema>;

/** An evaluation as it is kept. `secret` is in here once somebody has opened the results. */
export type StoredEvaluation = EvaluationBody & {
  id: string;
  jobId: string | null;
  /** Whether all its items are there. */
  isRead: boolean;
  openedAt: string | null;
  secret: Buffer | null;
};

const usageSchema = z.object({
  answers: z.int(),
  /** Those that are none, and those that were cut at the longest length; not counted at first. */
  none: z.int().default(0),
  cut: z.int().default(0),
  /** Those of which the provider has told the tokens. */
  counted: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** Milliseconds until the answers were there. */
  waitedMs: z.number(),
});
/** What the answers of one model have taken. */
export type Usage = z.infer<typeof usageSchema>;
export const usageOfBothSchema = z.record(z.enum(contenders), usageSchema);
export type UsageOfBoth = z.infer<typeof usageOfBothSchema>;

/** Beyond what the largest sums take. */
const usageBlockBytes = 512;
const nothing: Usage = { answers: 0, none: 0, cut: 0, counted: 0, inputTokens: 0, outputTokens: 0, waitedMs: 0 };
export const noUsage: UsageOfBoth = { base: nothing, tuned: nothing };

type Row = {
  id: string;
  body: string;
  job_id: string | null;
  is_read: 0 | 1;
  usage: Buffer | null;
  opened_at: string | null;
  secret: Buffer | null;
};

/** The evaluations of a workspace, in work.db. */
export class EvaluationTable {
  readonly #statements;

  constructor(db: Connection) {
    this.#statements = {
      insert: db.prepare('INSERT INTO evaluations (id, body) VALUES (?, ?)'),
      one: db.prepare<[string], Row>('SELECT * FROM evaluations WHERE id = ?'),
      all: db.prepare<[], Row>('SELECT * FROM evaluations ORDER BY id DESC'),
      job: db.prepare('UPDATE evaluations SET job_id = ? WHERE id = ?'),
      read: db.prepare('UPDATE evaluations SET is_read = 1 WHERE id = ?'),
      usage: db.prepare('UPDATE evaluations SET usage = ? WHERE id = ?'),
      open: db.prepare('UPDATE evaluations SET opened_at = ?, secret = ? WHERE id = ? AND opened_at IS NULL'),
    };
  }

  /** @param id a UUIDv7: evaluations are listed by it, newest first */
  add(id: string, body: EvaluationBody): void {
    this.#statements.insert.run(id, JSON.stringify(bodySchema.parse(body)));
  }

  /** What asks for the answers here, from now on. */
  setJob(id: string, jobId: string): void {
    this.#statements.job.run(jobId, id);
  }

  /** All its items are there: some may be erased, and none comes. */
  setRead(id: string): void {
    this.#statements.read.run(id);
  }

  /** @throws AssayError not-found */
  get(id: string): StoredEvaluation {
    return read(this.#row(id));
  }

  has(id: string): boolean {
    return this.#statements.one.get(id) !== undefined;
  }

  list(): StoredEvaluation[] {
    return this.#statements.all.all().map(read);
  }

  usage(id: string, blind: Blind): UsageOfBoth {
    const { usage } = this.#row(id);
    return usage === null ? noUsage : usageOfBothSchema.parse(blind.unseal(`usage ${id}`, usage));
  }

  setUsage(id: string, usage: UsageOfBoth, blind: Blind): void {
    this.#statements.usage.run(blind.seal(`usage ${id}`, usage, usageBlockBytes), id);
  }

  /** Opens the results: from now on everybody with the file can tell whose the answers are. */
  open(id: string, secret: Buffer): void {
    this.#statements.open.run(new Date().toISOString(), secret, id);
  }

  #row(id: string): Row {
    const row = this.#statements.one.get(id);
    if (row) return row;
    throw new AssayError({
      kind: 'not-found',
      message: 'There is no such evaluation in this workspace.',
      safe: 'Nothing was changed.',
      remedy: 'Look at the list of evaluations.',
    });
  }
}

/** Answers to one that was opened would be paid for, and judged by nobody. @throws AssayError conflict */
export function mustBeClosed(evaluation: StoredEvaluation): StoredEvaluation {
  if (evaluation.openedAt === null) return evaluation;
  throw new AssayError({
    kind: 'conflict',
    message: 'The results of this evaluation were opened, and nothing is judged any more.',
    safe: 'No answer was asked for.',
    remedy: 'Begin a new evaluation to compare more.',
  });
}

function read({ id, body, job_id, is_read, opened_at, secret }: Row): StoredEvaluation {
  const begun = bodySchema.parse(JSON.parse(body));
  return { id, ...begun, jobId: job_id, isRead: is_read === 1, openedAt: opened_at, secret };
}
