import type { LabelerDay, LeadDay, QueuePlan } from '../../../shared/domain/lead.ts';
import type { Day } from '../../../shared/sync/day.ts';
import type { QueueSpec } from '../../../shared/sync/feeds.ts';

/* The lead's words and the server's: the same things, named as each side names them. */

export function planOf(spec: QueueSpec): QueuePlan {
  const { min_confidence, max_confidence, ...filter } = spec.filter;
  return {
    queueId: spec.queue_id,
    name: spec.name,
    state: spec.state,
    filter: {
      ...filter,
      ...(min_confidence === undefined ? {} : { minConfidence: min_confidence }),
      ...(max_confidence === undefined ? {} : { maxConfidence: max_confidence }),
    },
    rubricVersion: spec.rubric_version,
    guidelines: spec.guidelines,
    mustRead: spec.must_read,
    overlap: spec.overlap,
    itemOrder: spec.item_order,
    allowSkip: spec.allow_skip,
    allowFill: spec.allow_fill,
  };
}

export function specOf(plan: QueuePlan): QueueSpec {
  const { minConfidence, maxConfidence, from, to, ...filter } = plan.filter;
  return {
    queue_id: plan.queueId,
    name: plan.name,
    state: plan.state,
    filter: {
      ...filter,
      ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
      ...(to === undefined ? {} : { to: new Date(to).toISOString() }),
      ...(minConfidence === undefined ? {} : { min_confidence: minConfidence }),
      ...(maxConfidence === undefined ? {} : { max_confidence: maxConfidence }),
    },
    rubric_version: plan.rubricVersion,
    guidelines: plan.guidelines,
    must_read: plan.mustRead,
    overlap: plan.overlap,
    item_order: plan.itemOrder,
    allow_skip: plan.allowSkip,
    allow_fill: plan.allowFill,
  };
}

function labelerOf(row: Day['labelers'][number]): LabelerDay {
  return {
    queueId: row.queue_id,
    memberId: row.member_id,
    done: row.done,
    doneToday: row.done_today,
    remaining: row.remaining,
    leaseUntil: row.lease_until,
    activeMs: row.active_ms,
    corrections: row.corrections,
    skips: row.skips,
    returned: row.returned,
    expired: row.expired,
    disagreements: row.disagreements,
    openQuestions: row.open_questions,
    late: row.late,
    tooFast: row.too_fast,
    straightLined: row.straight_lined,
    lastLabelAt: row.last_label_at,
  };
}

export function dayOf(day: Day): LeadDay {
  return {
    serverTime: day.server_time,
    labelers: day.labelers.map(labelerOf),
    queues: day.queues.map(({ queue_id, ...counts }) => ({ queueId: queue_id, ...counts })),
    flagged: day.flagged,
    notWritten: day.not_written,
  };
}
