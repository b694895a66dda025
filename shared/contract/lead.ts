import { z } from 'zod';
import { draftSchema, verdictSchema } from '../domain/label.ts';
import {
  disputeSchema,
  leadDaySchema,
  queuePlanSchema,
  teamVerdictSchema,
  teamViewSchema,
  workKinds,
} from '../domain/lead.ts';
import { rubricSchema } from '../domain/rubric.ts';
import { maxSampleIdLength } from '../domain/sample.ts';
import { roles } from '../sync/feeds.ts';
import { call } from './call.ts';

const nothing = z.void();
const sampleId = z.string().min(1).max(maxSampleIdLength);
const reason = z.string().trim().min(1).max(4_000);

/** So many samples are erased at once at most: each takes everything about it along. */
export const maxErased = 1_000;

/** What a lead of a team asks and decides. The server lets nobody else. */
export const leadCalls = {
  /** How the work goes, counted by the server now. */
  'lead.day': call(nothing, leadDaySchema),
  /** Members, queues, rubrics, open questions and disagreements, as they were at the last sync. */
  'lead.team': call(nothing, teamViewSchema),
  /** The samples behind a figure of the day, newest first; the newest thousand of more. */
  'lead.work': call(
    z.object({ queueId: z.uuid(), memberId: z.uuid(), kind: z.enum(workKinds) }),
    z.object({ sampleIds: z.array(sampleId) }),
  ),
  /** What stands on a sample in every queue, oldest first: a final verdict only while it settles what stands. */
  'lead.verdicts': call(z.object({ sampleId }), z.array(teamVerdictSchema)),
  'lead.saveQueue': call(queuePlanSchema, nothing),
  /** Saves it as the next version; its own version is not looked at. */
  'lead.saveRubric': call(rubricSchema, nothing),
  /** Makes an invite link, which is told this once. */
  'lead.invite': call(
    z.object({ name: z.string().trim().min(1).max(200), role: z.enum(roles), days: z.int().min(1).max(90) }),
    z.object({ link: z.string(), expiresAt: z.string() }),
  ),
  /** Ends a membership: what is open goes back to its queues, what is done stays. */
  'lead.removeMember': call(z.object({ memberId: z.uuid() }), nothing),
  /** Gives one sample back to its labeler. */
  'lead.return': call(z.object({ queueId: z.uuid(), sampleId, memberId: z.uuid(), reason }), nothing),
  /** Takes back what one labeler has labeled since a time, and gives it to others. */
  'lead.requeue': call(z.object({ memberId: z.uuid(), since: z.iso.datetime({ offset: true }), reason }), nothing),
  /** Removes samples from the team and from every device, with everything about them. It cannot be undone. */
  'lead.erase': call(
    z.object({ sampleIds: z.array(sampleId).min(1).max(maxErased) }),
    /** Fewer than were named, where some are not the team's. */
    z.object({ erased: z.int() }),
  ),
  /** Answers a question: the item is offered to its labeler again, with the answer. */
  'lead.rule': call(z.object({ questionId: z.uuid(), text: reason }), nothing),
  /** A sample on which a lead decides, with the labels that stand on it now; null when there is nothing to decide on. */
  'lead.dispute': call(z.object({ queueId: z.uuid(), sampleId }), disputeSchema.nullable()),
  /** Keeps a final verdict that is not committed. It is no draft of the lead's own label. */
  'lead.saveDraft': call(z.object({ queueId: z.uuid(), sampleId, draft: draftSchema }), nothing),
  /** A final verdict where labels differ, on exactly the labels that were seen. */
  'lead.adjudicate': call(
    z.object({ queueId: z.uuid(), sampleId, verdict: verdictSchema, saw: z.array(z.uuid()).min(1).max(100) }),
    nothing,
  ),
} as const;
