import { z } from 'zod';
import { type SampleRow, sampleRowSchema } from '../../../shared/domain/sample.ts';
import { comparisonRowSchema, evaluationRowSchema, judgmentRowSchema } from '../../../shared/sync/evaluations.ts';
import { activeModelRowSchema, experimentRowSchema, outcomeRowSchema } from '../../../shared/sync/experiments.ts';
import {
  adjudicationRowSchema,
  assignmentRowSchema,
  type Cursors,
  cursorSchema,
  cursorsSchema,
  datasetRowSchema,
  feeds,
  labelRowSchema,
  memberRowSchema,
  questionRowSchema,
  queueRowSchema,
  receiptRowSchema,
  rubricRowSchema,
  splitRowSchema,
} from '../../../shared/sync/feeds.ts';
import { epochSchema, pullPageSchema } from '../../../shared/sync/protocol.ts';

/** Of a row only what is looked for is checked here. The rest is stored as it came and read by the feature that knows it. */
function keys<T extends z.ZodRawShape, K extends keyof T & string>(schema: z.ZodObject<T>, ...names: K[]) {
  const shape = Object.fromEntries(names.map((name) => [name, schema.shape[name]])) as Pick<T, K>;
  return z.array(z.looseObject(shape));
}

/** A page of feeds as it is stored: one row that this version cannot read must not hold up the others. */
const feedPageSchema = z.object({
  epoch: epochSchema,
  server_time: pullPageSchema.shape.server_time,
  as_of: pullPageSchema.shape.as_of,
  me: pullPageSchema.shape.me,
  watermark: pullPageSchema.shape.watermark,
  frontier: pullPageSchema.shape.frontier,
  rows: z.object({
    members: keys(memberRowSchema, 'member_id'),
    rubrics: keys(rubricRowSchema, 'version'),
    queues: keys(queueRowSchema, 'queue_id'),
    samples: z.array(z.object({ sample_id: z.string(), xid: cursorSchema.shape.xid, row: z.unknown() })),
    assignments: keys(
      assignmentRowSchema,
      'assignment_id',
      'queue_id',
      'sample_id',
      'member_id',
      'state',
      'lease_until',
    ),
    labels: keys(labelRowSchema, 'label_id', 'queue_id', 'sample_id', 'member_id', 'device_id'),
    questions: keys(questionRowSchema, 'question_id', 'queue_id', 'sample_id'),
    adjudications: keys(adjudicationRowSchema, 'adjudication_id', 'queue_id', 'sample_id'),
    datasets: keys(datasetRowSchema, 'dataset_id'),
    splits: z.array(splitRowSchema),
    experiments: keys(experimentRowSchema, 'experiment_id'),
    outcomes: z.array(outcomeRowSchema),
    active_models: keys(activeModelRowSchema, 'agent'),
    evaluations: keys(evaluationRowSchema, 'evaluation_id'),
    comparisons: z.array(comparisonRowSchema.extend({ judgment: z.unknown(), item: z.unknown() })),
    judgments: z.array(judgmentRowSchema.extend({ judgment: z.unknown() })),
    receipts: z.array(receiptRowSchema),
  }),
  cursors: cursorsSchema,
  more: z.boolean(),
});
export type FeedPage = z.infer<typeof feedPageSchema>;
export type FeedRows = FeedPage['rows'];

/** Reads an answer to a pull; null when it is none, or moves a cursor past rows that it does not bring. */
export function readPage(value: unknown, asked: Cursors): FeedPage | null {
  const page = feedPageSchema.safeParse(value).data;
  if (!page) return null;
  const moved = feeds.filter((feed) => {
    const { xid, id } = page.cursors[feed] ?? asked[feed] ?? { xid: '', id: '' };
    return xid !== (asked[feed]?.xid ?? '') || id !== (asked[feed]?.id ?? '');
  });
  return moved.every((feed) => page.rows[feed].length > 0) ? page : null;
}

/** How many rows a page brings. */
export function countRows(rows: FeedRows): number {
  return feeds.reduce((sum, feed) => sum + rows[feed].length, 0);
}

/** A sample that travelled; null when it is not one. */
export function readSample(row: unknown): SampleRow | null {
  return sampleRowSchema.safeParse(row).data ?? null;
}
