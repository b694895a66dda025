import { type SampleFilter, type SampleSort, type SampleStatus, sampleSorts } from '../../shared/domain/browse.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import type { ScaleId } from '../../shared/domain/rubric.ts';
import { decidedNames } from '../labeling/names.ts';
import { date, dayBefore } from '../ui/format.ts';

export const chipIds = [
  'agent',
  'intent',
  'tag',
  'status',
  'decision',
  'score',
  'confidence',
  'date',
  'correction',
  'conversation',
] as const;
export type ChipId = (typeof chipIds)[number];

/** The filters to choose from: in a team's queue none asks how sure the agent was, because that would steer the verdict. */
export function chipsIn(queueId: QueueId): readonly ChipId[] {
  return queueId === null ? chipIds : chipIds.filter((chip) => chip !== 'confidence');
}

/** Nor does any order tell it. */
export function sortsIn(queueId: QueueId): readonly SampleSort[] {
  return queueId === null ? sampleSorts : sampleSorts.filter((sort) => sort !== 'least_confident');
}

export const chipNames: Record<ChipId, string> = {
  agent: 'Agent',
  intent: 'Intent',
  tag: 'Tag',
  status: 'Status',
  decision: 'Decision',
  score: 'Score',
  confidence: 'Confidence',
  date: 'Date',
  correction: 'Correction',
  conversation: 'Conversation',
};

export const statusNames: Record<SampleStatus, string> = {
  unlabeled: 'Not labeled',
  labeled: 'Labeled',
  skipped: 'Skipped',
  flagged: 'Flagged',
};

/** The fields of a filter that each chip stands for; the search text has a field of its own. */
const fields = {
  agent: ['agent'],
  intent: ['intent'],
  tag: ['tag'],
  status: ['status'],
  decision: ['decision'],
  score: ['score'],
  confidence: ['minConfidence', 'maxConfidence'],
  date: ['from', 'to'],
  correction: ['hasCorrection'],
  conversation: ['conversationId'],
} as const satisfies Record<ChipId, readonly (keyof SampleFilter)[]>;

export function without(filter: SampleFilter, chip: ChipId): SampleFilter {
  const rest = { ...filter };
  for (const field of fields[chip]) delete rest[field];
  return rest;
}

/** Sets what a chip stands for; fields that are undefined are not asked for. */
export function withChip(filter: SampleFilter, chip: ChipId, change: SampleFilter): SampleFilter {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  return { ...without(filter, chip), ...given };
}

function bounds(low: string | null, high: string | null): string | null {
  if (low !== null && high !== null) return low === high ? low : `${low} to ${high}`;
  if (low !== null) return `from ${low}`;
  return high === null ? null : `up to ${high}`;
}

/** What a chip says when it is set, null when it is not. */
export function chipValue(filter: SampleFilter, chip: ChipId, scaleName: (id: ScaleId) => string): string | null {
  const { status, decision, score, minConfidence, maxConfidence, from, to, hasCorrection } = filter;
  switch (chip) {
    case 'agent':
      return filter.agent ?? null;
    case 'intent':
      return filter.intent ?? null;
    case 'tag':
      return filter.tag ?? null;
    case 'conversation':
      return filter.conversationId ?? null;
    case 'status':
      return status === undefined ? null : statusNames[status];
    case 'decision':
      return decision === undefined ? null : decidedNames[decision];
    case 'score':
      return score === undefined ? null : `${scaleName(score.scale)} ${bounds(`${score.min}`, `${score.max}`)}`;
    case 'confidence':
      return bounds(minConfidence?.toFixed(2) ?? null, maxConfidence?.toFixed(2) ?? null);
    case 'date':
      return bounds(from === undefined ? null : date(from), to === undefined ? null : date(dayBefore(to)));
    case 'correction':
      return hasCorrection === undefined ? null : hasCorrection ? 'has one' : 'has none';
  }
}

export function setChips(filter: SampleFilter): ChipId[] {
  return chipIds.filter((chip) => fields[chip].some((field) => filter[field] !== undefined));
}
