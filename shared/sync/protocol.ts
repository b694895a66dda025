import { z } from 'zod';
import { sides } from '../domain/dataset.ts';
import { skipReasons, verdictSchema } from '../domain/label.ts';
import { comparisonRowSchema, evaluationOps, evaluationRowSchema, judgmentRowSchema } from './evaluations.ts';
import { activeModelRowSchema, experimentRowSchema, experimentStates, outcomeRowSchema } from './experiments.ts';
import {
  adjudicationRowSchema,
  assignmentRowSchema,
  cursorsSchema,
  datasetRowSchema,
  type Feed,
  feeds,
  labelRowSchema,
  memberRowSchema,
  opStatuses,
  questionRowSchema,
  queueRowSchema,
  receiptRowSchema,
  roles,
  rubricRowSchema,
  sampleFeedRowSchema,
  splitRowSchema,
  time,
} from './feeds.ts';

/**
 * What crosses between a device and the team's server: the arguments and answers of the functions `assay_*` in
 * `resources/supabase/migrations`. Every answer is one JSON value, because PostgREST cuts sets short without a word. The
 * rows that a pull answers are in `feeds.ts`.
 */

/** The newest migration that this program knows. A server with fewer is too old for it; one with more may be. */
export const serverMigration = 4;

/**
 * The identity of a server's history. `system` and `timeline` change with a logical restore or a promoted standby;
 * `witness` is the nonce that this device wrote last, and goes back when the disk does.
 */
export const epochSchema = z.object({ system: z.string(), timeline: z.int(), witness: z.uuid().nullable() });
export type Epoch = z.infer<typeof epochSchema>;

/**
 * `assay_pull(device, known, nonce, cursors, page)`. A nonce becomes this device's witness in this call if the one before it
 * is `known`; null leaves it. The answer's epoch has the one before the call.
 */
export const pullPageSchema = z.object({
  epoch: epochSchema,
  server_time: time,
  /** From before the server looked: what has a time from before it lies below the frontier. */
  as_of: time,
  /** The member who asked, and the role by which the answer was chosen: the row that tells of it may come later. */
  me: memberRowSchema.pick({ name: true, role: true }),
  /** Rows at or after this xid may still be missing: they are delivered later, never lost. */
  watermark: z.string(),
  /** What was written before this answer lies below it: it has all come once the watermark is there. */
  frontier: z.string(),
  rows: z.object({
    members: z.array(memberRowSchema),
    rubrics: z.array(rubricRowSchema),
    queues: z.array(queueRowSchema),
    samples: z.array(sampleFeedRowSchema),
    assignments: z.array(assignmentRowSchema),
    labels: z.array(labelRowSchema),
    questions: z.array(questionRowSchema),
    adjudications: z.array(adjudicationRowSchema),
    datasets: z.array(datasetRowSchema),
    splits: z.array(splitRowSchema),
    experiments: z.array(experimentRowSchema),
    outcomes: z.array(outcomeRowSchema),
    active_models: z.array(activeModelRowSchema),
    evaluations: z.array(evaluationRowSchema),
    comparisons: z.array(comparisonRowSchema),
    judgments: z.array(judgmentRowSchema),
    receipts: z.array(receiptRowSchema),
  }),
  cursors: cursorsSchema,
  /** True while a feed has more below the watermark. */
  more: z.boolean(),
});
export type PullPage = z.infer<typeof pullPageSchema>;

/** `assay_remaining(device, cursors)`: how many rows a pull that goes on from there still brings. */
export const remainingAnswerSchema = z.object({ rows: z.int() });

/** `assay_whoami()`. */
export const whoamiSchema = z.object({
  member_id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  team: z.string(),
  migration: z.int(),
  server_time: time,
});
export type Whoami = z.infer<typeof whoamiSchema>;

const aboutSample = { queue_id: z.uuid().nullable(), sample_id: z.string() };

/**
 * One local operation. Its id (UUIDv7) is the id of what it makes, so that sending it twice makes it once.
 *
 * `queue_id` is null for what was done in a workspace of one's own, before it was connected.
 */
export const opSchema = z
  .discriminatedUnion('kind', [
    z.object({
      kind: z.literal('label'),
      ...aboutSample,
      /** Null withdraws. */
      verdict: verdictSchema.nullable(),
      /** The label that it supersedes: the base revision. */
      supersedes: z.uuid().nullable(),
    }),
    z.object({ kind: z.literal('skip'), ...aboutSample, reason: z.enum(skipReasons).nullable() }),
    z.object({ kind: z.literal('flag'), ...aboutSample, flagged: z.boolean() }),
    z.object({ kind: z.literal('question'), ...aboutSample, text: z.string().min(1).max(4_000) }),
    z.object({
      kind: z.literal('adjudication'),
      ...aboutSample,
      verdict: verdictSchema,
      /** The labels that the lead saw. */
      saw: z.array(z.uuid()).min(1),
    }),
    z.object({ kind: z.literal('ruling'), question_id: z.uuid(), text: z.string().min(1).max(4_000) }),
    z.object({
      kind: z.literal('dataset'),
      /** SHA-256 (hex) of the manifest's text. */
      dataset_id: z.string().length(64),
      manifest: z.string(),
    }),
    /** Sides that datasets have put samples on, some at a time: a dataset may have a million samples. */
    z.object({ kind: z.literal('splits'), splits: z.record(z.enum(sides), z.array(z.string())) }),
    ...evaluationOps,
  ])
  .and(
    z.object({
      op_id: z.uuid(),
      /** Counts this device's operations. */
      seq: z.int().positive(),
      /** SHA-256 (hex) of the operation's body as it was stored: another body under the same id is refused. */
      hash: z.string().length(64),
      /** When it was committed, by the device's clock. */
      at: time,
    }),
  );
export type Op = z.infer<typeof opSchema>;
export type OpKind = Op['kind'];

export const opResultSchema = z.object({
  op_id: z.uuid(),
  status: z.enum(opStatuses),
  /** Why it was rejected: a code of `rejections`, and a sentence. */
  code: z.string().nullable(),
  message: z.string().nullable(),
  late: z.boolean(),
});
export type OpResult = z.infer<typeof opResultSchema>;

/** `assay_push(device, sent_at, ops)`; `sent_at` is the device's clock, by which commit times are set right. */
export const pushAnswerSchema = z.object({ server_time: time, results: z.array(opResultSchema) });
export type PushAnswer = z.infer<typeof pushAnswerSchema>;

/** Why an operation is rejected; everything else that goes wrong is an error of the whole call. */
export const rejections = [
  'malformed',
  'unknown_sample',
  'not_assigned',
  'unknown_question',
  'not_lead',
  'id_reused',
  'skip_not_allowed',
  'fill_not_allowed',
  'unknown_comparison',
  'unknown_evaluation',
  'judged_after',
  'told_before',
  'not_stored',
] as const;

/** `assay_claim(claim_id, queue_id, count, until)`: repeated under its id it answers the same. */
export const claimAnswerSchema = z.object({
  claim_id: z.uuid(),
  queue_id: z.uuid(),
  claimed: z.int(),
  until: time,
});
export type ClaimAnswer = z.infer<typeof claimAnswerSchema>;

/** `assay_extend(queue_id, until)`: prolongs what one has of a queue, and takes back what has expired and is still free. */
export const extendAnswerSchema = z.object({ extended: z.int(), until: time });

/** `assay_release(queue_id, sample_ids)`: gives back what is not labeled; null for all of the queue. */
export const releaseAnswerSchema = z.object({ released: z.int() });

/** `assay_invite(name, role, days)`: the code is told this once. `assay_join(code, name)` answers as `assay_whoami`. */
export const inviteAnswerSchema = z.object({ code: z.string(), expires_at: time });

/** `assay_erase(sample_ids)`: how many of them there were. */
export const eraseAnswerSchema = z.object({ erased: z.int() });

/**
 * `assay_save_experiment(plan, read)`, the plan with its `experiment_id`; `assay_start_experiment(experiment_id, read)`, both refused
 * where the plan is not as it was read; null for whoever has read none;
 * `assay_open_look(experiment_id, look)`; `assay_stop_experiment(experiment_id)`; `assay_decide_experiment(experiment_id, verdict, reason)`.
 */
export const experimentAnswerSchema = z.object({
  experiment_id: z.uuid(),
  state: z.enum(experimentStates),
  started_at: time.nullable(),
  ends_at: time.nullable(),
});

/** `assay_model_changes(agent)`: who made an agent answer by what, and why, the newest change first. */
export const modelChangesAnswerSchema = z.array(
  z.object({
    at: time,
    by_member: z.uuid(),
    from_model: z.string().nullable(),
    to_model: z.string(),
    why: z.string(),
    experiment_id: z.uuid().nullable(),
  }),
);

/** `assay_set_active_model(agent, model, why, experiment_id)`. `experiment` is the one that runs on the agent. */
export const activeModelAnswerSchema = z.object({
  model: z.string().nullable(),
  since: time.nullable(),
  experiment: z.uuid().nullable(),
});

/** Of a call whose answer says no more than that it was done. */
export const doneSchema = z
  .object({})
  .loose()
  .transform(() => undefined);

/** Why a call is refused: the `details` of its error. The message and the hint are sentences for a person. */
export const refusals = [
  'not_signed_in',
  'not_member',
  'removed',
  'not_lead',
  'bad_argument',
  'unknown_queue',
  'queue_not_open',
  'id_reused',
  'invite_not_valid',
  'not_assigned',
  'last_lead',
  'unknown_experiment',
  'experiment_state',
  'experiment_began',
  'plan_changed',
  'agent_busy',
  'too_early',
  'unknown_evaluation',
  'evaluation_closed',
  'not_sealed',
] as const;
export type Refusal = (typeof refusals)[number];

/** The feeds of which a device can be asked whether it holds what it should. */
export const checkedFeeds = [
  'samples',
  'assignments',
  'labels',
  'questions',
  'adjudications',
  'datasets',
  'splits',
  'experiments',
  'outcomes',
  'active_models',
  'evaluations',
  'comparisons',
  'judgments',
] as const satisfies readonly Feed[];
export type CheckedFeed = (typeof checkedFeeds)[number];

/**
 * `assay_check(feed, below)`: what a device should hold of a feed when it has pulled up to the watermark `below`, in 256
 * buckets by the first byte of md5(key). The hash is the md5 of `key:xid;` of every row, in the order of the keys' bytes.
 * Released and revoked assignments are not held by a labeler.
 */
export const checkAnswerSchema = z.object({
  buckets: z.array(z.object({ bucket: z.int().min(0).max(255), rows: z.int(), hash: z.string() })),
  /** Keys of rows that were written since, and are in no bucket: the device may have them as they were before. */
  changed: z.array(z.string()),
  /** Samples that were erased since, and with them everything about them. */
  erased: z.array(z.string()),
});
export type CheckAnswer = z.infer<typeof checkAnswerSchema>;

/**
 * `assay_unsettled(below)`: keys of rows that were written at or above a watermark, by feed: no feed shows them as they are
 * now before older transactions have ended.
 */
export const unsettledAnswerSchema = z.partialRecord(z.enum(feeds), z.array(z.string()));
export type UnsettledAnswer = z.infer<typeof unsettledAnswerSchema>;
