import { z } from 'zod';
import { sampleFilterSchema, sampleSorts, sampleSummarySchema } from '../domain/browse.ts';
import { recipeSchema } from '../domain/dataset.ts';
import { importParamsSchema, jobLogLineSchema, jobSchema } from '../domain/job.ts';
import {
  draftSchema,
  labelFates,
  labelSchema,
  maxQuestionLength,
  skipReasons,
  verdictLabelSchema,
  verdictSchema,
} from '../domain/label.ts';
import { loopOrderSchema } from '../domain/order.ts';
import { practiceItemSchema } from '../domain/practice.ts';
import { labelerQueueSchema, queueIdSchema } from '../domain/queue.ts';
import { rubricSchema } from '../domain/rubric.ts';
import { maxSampleIdLength, sampleSchema } from '../domain/sample.ts';
import { preferencesSchema, workspaceSettingsSchema } from '../domain/settings.ts';
import { rejectedOpSchema, syncStatusSchema, teamSchema } from '../sync/status.ts';
import { call } from './call.ts';
import { datasetCalls } from './dataset.ts';
import { evaluationCalls } from './evaluation.ts';
import { experimentCalls } from './experiment.ts';
import { finetuneCalls } from './finetune.ts';
import { leadCalls } from './lead.ts';
import { modelCalls } from './models.ts';
import { readinessCalls } from './readiness.ts';

const nothing = z.void();
const sampleId = z.string().min(1).max(maxSampleIdLength);
const jobId = z.uuid();
const email = z.string().trim().min(3).max(320);
const password = z.string().min(1).max(1_000);
const unit = z.object({ queueId: queueIdSchema, sampleId });

/**
 * A sample in a queue with everything this labeler has done to it there: what the labeling screen shows.
 *
 * In a team's queue `sample` is without what could steer the verdict: confidence, outcome, earlier feedback and flags.
 */
export const itemSchema = z.object({
  queueId: queueIdSchema,
  sample: sampleSchema,
  draft: draftSchema.nullable(),
  /** This labeler's standing verdict, if any. */
  label: verdictLabelSchema.nullable(),
  skipped: z.enum(skipReasons).nullable(),
  flagged: z.boolean(),
  /** What follows is null in one's own queue. The rubric's version: an item keeps its own when the queue gets another. */
  rubricVersion: z.int().nullable(),
  leaseUntil: z.string().nullable(),
  /** Why a lead wants it again, until a verdict newer than the return stands. */
  returnedReason: z.string().nullable(),
  /** What this labeler asked the lead about it last, and the answer. */
  question: z.string().nullable(),
  ruling: z.string().nullable(),
});
export type Item = z.infer<typeof itemSchema>;

/** An item of one's own queue to which nothing was done. */
export const untouched: Omit<Item, 'sample'> = {
  queueId: null,
  draft: null,
  label: null,
  skipped: null,
  flagged: false,
  rubricVersion: null,
  leaseUntil: null,
  returnedReason: null,
  question: null,
  ruling: null,
};

/** What undo and redo have moved. */
const stepSchema = z.object({ what: z.enum(['label', 'skip', 'flag']), item: itemSchema });

/** Where the labeler is in the queue of `filter`: restored after a restart or a crash. */
export const positionSchema = z.object({
  /** Null at the end, where all was dealt with: whatever comes later is next. */
  sampleId: sampleId.nullable(),
  order: loopOrderSchema,
  filter: sampleFilterSchema,
  /** The element that had focus, by its `data-place`; caret and scroll offsets by the same names. */
  focus: z.string().max(64).nullable(),
  caret: z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() }).nullable(),
  scroll: z.record(z.string().max(64), z.number()),
});
export type Position = z.infer<typeof positionSchema>;

export const workspaceInfoSchema = z.object({
  path: z.string(),
  name: z.string(),
  demo: z.boolean(),
  labelerId: z.string(),
  samples: z.int(),
  labels: z.int(),
  rubric: rubricSchema,
  /** Markdown; a heading's slug is the criterion's id. */
  guidelines: z.string(),
});
export type WorkspaceInfo = z.infer<typeof workspaceInfoSchema>;

export const loopCountsSchema = z.object({ total: z.int(), labeled: z.int(), skipped: z.int() });
export type LoopCounts = z.infer<typeof loopCountsSchema>;

const findingSchema = z.object({
  check: z.string(),
  ok: z.boolean(),
  detail: z.string(),
  remedy: z.string().nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

const facet = z.array(z.object({ value: z.string(), count: z.int() }));

/** Calls that the service answers: the window, the CLI and the tests use this same table. */
export const serviceCalls = {
  'workspace.info': call(nothing, workspaceInfoSchema),
  'workspace.settings': call(nothing, workspaceSettingsSchema),
  'workspace.updateSettings': call(workspaceSettingsSchema.partial(), workspaceSettingsSchema),
  'workspace.practice': call(nothing, z.array(practiceItemSchema)),
  'workspace.doctor': call(nothing, z.array(findingSchema)),

  /** The next samples of the loop after `after` (from the start when null), without those already dealt with. */
  'labeling.next': call(
    z.object({
      order: loopOrderSchema,
      filter: sampleFilterSchema,
      after: sampleId.nullable(),
      limit: z.int().min(1).max(500),
    }),
    z.object({ sampleIds: z.array(z.string()) }),
  ),
  'labeling.counts': call(z.object({ filter: sampleFilterSchema }), loopCountsSchema),
  /** The team's queues that this labeler may work in; none in a workspace of one's own. */
  'labeling.queues': call(nothing, z.array(labelerQueueSchema)),
  /** A rubric of the team: what an item of that version is judged by. */
  'labeling.rubric': call(z.object({ version: z.int().positive() }), rubricSchema),
  'labeling.items': call(
    z.object({ queueId: queueIdSchema, sampleIds: z.array(sampleId).min(1).max(50) }),
    z.array(itemSchema),
  ),
  'labeling.history': call(unit, z.array(labelSchema)),
  /** Where the standing label of an item is; null without one, and in a workspace of one's own. */
  'labeling.fate': call(unit, z.enum(labelFates).nullable()),
  /** This labeler has read what a queue wants read. `text` is what they read: it may have changed since. */
  'labeling.confirmRead': call(z.object({ queueId: z.uuid(), text: z.string().max(20_000) }), nothing),
  'labeling.saveDraft': call(unit.extend({ draft: draftSchema }), nothing),
  'labeling.savePosition': call(positionSchema, nothing),
  /** Where the labeler was in a queue; without one, where they were last. */
  'labeling.position': call(z.object({ queueId: queueIdSchema.optional() }), positionSchema.nullable()),
  /** Durable when it answers. Repeated under the same id it changes nothing and answers the same. */
  'labeling.commit': call(unit.extend({ id: z.uuid(), verdict: verdictSchema }), labelSchema),
  'labeling.skip': call(unit.extend({ reason: z.enum(skipReasons) }), nothing),
  'labeling.flag': call(unit.extend({ flagged: z.boolean() }), nothing),
  /** Parks an item of a team's queue with a question to the lead; it is offered again when the ruling has come. */
  'labeling.ask': call(
    unit.extend({ queueId: z.uuid(), text: z.string().trim().min(1).max(maxQuestionLength) }),
    nothing,
  ),
  /** Takes back (or does again) the last thing done, in whatever queue it was; null when there is nothing. */
  'labeling.undo': call(nothing, stepSchema.nullable()),
  'labeling.redo': call(nothing, stepSchema.nullable()),

  /** Opens a result set and gives its first rows at once; the rest is counted behind it. */
  'samples.search': call(
    z.object({ filter: sampleFilterSchema, sort: z.enum(sampleSorts) }),
    z.object({ viewId: z.int(), rows: z.array(sampleSummarySchema) }),
  ),
  /** The size of an open result set; answers when the whole set is known. */
  'samples.total': call(z.object({ viewId: z.int() }), z.object({ total: z.int() })),
  'samples.rows': call(
    z.object({ viewId: z.int(), offset: z.int().nonnegative(), limit: z.int().min(1).max(200) }),
    z.object({ rows: z.array(sampleSummarySchema) }),
  ),
  'samples.facets': call(nothing, z.object({ agents: facet, intents: facet, tags: facet })),

  ...datasetCalls,

  'sync.status': call(nothing, syncStatusSchema),
  /** Exchanges with the team's server now; with `anew` everything is pulled again. */
  'sync.now': call(z.object({ anew: z.boolean() }), syncStatusSchema),
  /** Exchanges, and compares what is here with the server; where that differs, everything is pulled again. */
  'sync.check': call(nothing, syncStatusSchema),
  /** Joins a team by an invite link, with a new account or one that is there already. */
  'sync.join': call(
    z.object({ link: z.string().max(8_000), name: z.string().trim().min(1).max(200), email, password }),
    syncStatusSchema,
  ),
  /** Signs in; `team` is null where the workspace belongs to one. */
  'sync.signIn': call(z.object({ team: teamSchema.nullable(), email, password }), syncStatusSchema),
  /** Sends a code by mail: to sign in once, or to choose a new password. */
  'sync.sendCode': call(
    z.object({ team: teamSchema.nullable(), email, purpose: z.enum(['sign-in', 'new-password']) }),
    nothing,
  ),
  'sync.redeemCode': call(
    z.object({
      team: teamSchema.nullable(),
      email,
      code: z.string().trim().min(1).max(100),
      newPassword: password.nullable(),
    }),
    syncStatusSchema,
  ),
  /** Forgets the sign-in; samples, labels and what waits to be sent stay. */
  'sync.signOut': call(nothing, syncStatusSchema),
  /** Takes work for an offline stretch: at most so many samples of a queue, until then. */
  'sync.claim': call(
    z.object({ queueId: z.uuid(), count: z.int().min(1).max(5_000), until: z.iso.datetime({ offset: true }) }),
    z.object({ claimed: z.int(), until: z.string() }),
  ),
  /** Prolongs everything open of a queue; gives all of it back. Both tell how many. */
  'sync.extend': call(
    z.object({ queueId: z.uuid(), until: z.iso.datetime({ offset: true }) }),
    z.object({ extended: z.int() }),
  ),
  'sync.release': call(z.object({ queueId: z.uuid() }), z.object({ released: z.int() })),
  /** What the server refused, oldest first, with its reason. */
  'sync.rejected': call(nothing, z.array(rejectedOpSchema)),
  /** Sends refused operations again, as they were. */
  'sync.retry': call(z.object({ opIds: z.array(z.uuid()) }), nothing),
  /** Lets a refused operation go. What it told stays here. */
  'sync.dismiss': call(z.object({ opId: z.uuid() }), nothing),

  'jobs.import': call(importParamsSchema, jobSchema),
  'jobs.dataset': call(recipeSchema, jobSchema),
  'jobs.list': call(nothing, z.array(jobSchema)),
  /** Lines of a job's log behind `after`, oldest first; at most `limit`, and one that says how many were dropped. */
  'jobs.log': call(
    z.object({ id: jobId, after: z.int().min(0), limit: z.int().min(1).max(1_000) }),
    z.array(jobLogLineSchema),
  ),
  'jobs.cancel': call(z.object({ id: jobId }), jobSchema),
  'jobs.resume': call(z.object({ id: jobId }), jobSchema),

  ...leadCalls,
  ...readinessCalls,
  ...finetuneCalls,
  ...modelCalls,
  ...evaluationCalls,
  ...experimentCalls,
} as const;

/** Calls that need the desktop: dialogs, the theme, another workspace. Only the main process answers them. */
export const shellCalls = {
  'shell.about': call(nothing, z.object({ version: z.string(), engine: z.string(), platform: z.string() })),
  'shell.preferences': call(nothing, preferencesSchema),
  'shell.updatePreferences': call(preferencesSchema.partial(), preferencesSchema),
  /** Asks for a file to import; null when cancelled. Only a path picked or dropped by a person can be imported. */
  'shell.pickImport': call(nothing, z.string().nullable()),
  /** Asks where to save the report of readiness. */
  'shell.pickReport': call(z.object({ suggestedName: z.string().max(200) }), z.string().nullable()),
  /** Shows a file or folder in the file manager: one that the workspace has read or made. */
  'shell.reveal': call(z.object({ path: z.string() }), nothing),
  /** The answer to the event `closing`: everything typed is saved, the window may go. */
  'shell.flushed': call(nothing, nothing),
  /** Asks for a folder, opens it as the workspace and reloads the window; false when cancelled. */
  'shell.openWorkspace': call(nothing, z.boolean()),
  'shell.newWorkspace': call(nothing, z.boolean()),
  'shell.openDemo': call(nothing, z.boolean()),
} as const;

export const calls = { ...serviceCalls, ...shellCalls };

export type ServiceCallName = keyof typeof serviceCalls;
export type ShellCallName = keyof typeof shellCalls;
export type CallName = keyof typeof calls;
export type CallInput<N extends CallName> = z.input<(typeof calls)[N]['input']>;
export type CallOutput<N extends CallName> = z.output<(typeof calls)[N]['output']>;
/** What an implementer of calls provides: input already parsed. */
export type Handlers<N extends CallName> = {
  [K in N]: (input: z.output<(typeof calls)[K]['input']>) => CallOutput<K> | Promise<CallOutput<K>>;
};
