import type { AgentTraffic } from '../../shared/domain/agent-traffic.ts';
import { type ExperimentPlan, guideCriteria } from '../../shared/domain/experiment.ts';
import { plural } from '../ui/format.ts';

/** The numbers of a plan, as they are typed: shares in percent, differences of shares in percentage points. */
export const draftNumbers = [
  'controlShare',
  'days',
  'reviewShare',
  'approvalBar',
  'approvalExpected',
  'editsBar',
  'editsExpected',
  'csatBar',
  'csatExpected',
  'violationsMargin',
  'approval',
  'edits',
  'violations',
  'csatDeviation',
  'perDay',
  'answered',
] as const;
export type DraftNumber = (typeof draftNumbers)[number];

export const draftTexts = ['name', 'agent', 'control', 'treatment'] as const;
export type PlanDraft = Record<(typeof draftTexts)[number] | DraftNumber, string>;

/** A share as a person writes it, to a hundredth of a percent. */
const percentOf = (share: number): string => String(Math.round(10_000 * share) / 100);

export function newDraft(): PlanDraft {
  const { approval, edits, csat, violations } = guideCriteria;
  return {
    ...{ name: '', agent: '', control: '', treatment: '' },
    ...{ controlShare: '50', days: '14', reviewShare: '100' },
    ...{ approvalBar: percentOf(approval.bar), approvalExpected: percentOf(approval.expected) },
    ...{ editsBar: percentOf(edits.bar), editsExpected: percentOf(edits.expected) },
    ...{ csatBar: String(csat.bar), csatExpected: String(csat.expected) },
    violationsMargin: percentOf(violations.margin),
    ...{ approval: '', edits: '', violations: '', csatDeviation: '', perDay: '', answered: '' },
  };
}

export function draftOf(plan: ExperimentPlan): PlanDraft {
  const { name, agent, arms, days, review_share, criteria, baseline, traffic } = plan;
  const [control, treatment] = arms;
  return {
    ...{ name, agent, control: control.model, treatment: treatment.model },
    ...{
      controlShare: percentOf(control.share / 10_000),
      days: String(days),
      reviewShare: percentOf(review_share / 10_000),
    },
    ...{ approvalBar: percentOf(criteria.approval.bar), approvalExpected: percentOf(criteria.approval.expected) },
    ...{ editsBar: percentOf(criteria.edits.bar), editsExpected: percentOf(criteria.edits.expected) },
    ...{ csatBar: String(criteria.csat.bar), csatExpected: String(criteria.csat.expected) },
    violationsMargin: percentOf(criteria.violations.margin),
    ...{ approval: percentOf(baseline.approval), edits: percentOf(baseline.edits) },
    ...{ violations: percentOf(baseline.violations), csatDeviation: String(baseline.csatDeviation) },
    ...{ perDay: String(traffic.perDay), answered: percentOf(traffic.answered) },
  };
}

/** What is typed, and what Assay has filled in from the conversations of the agent that is typed; null where it has not. */
export type Planning = {
  draft: PlanDraft;
  filled: { conversations: number; values: Partial<PlanDraft> } | null;
};

/** Another agent: what was filled in from the former one goes, and what somebody has typed stays. */
export function withAgent({ draft, filled }: Planning, agent: string): Planning {
  if (filled === null || agent.trim() === draft.agent.trim()) return { draft: { ...draft, agent }, filled };
  const stale = Object.entries(filled.values).filter(([key, value]) => draft[key as keyof PlanDraft] === value);
  const emptied = Object.fromEntries(stale.map(([key]) => [key, '']));
  return { draft: { ...draft, ...emptied, agent }, filled: null };
}

type KnownAgent = { agent: string; traffic: AgentTraffic; activeModel: string | null };

/** What is known of the agent, for the fields that are empty; an answer about another agent than the one typed now is late. */
export function filledIn(planning: Planning, { agent, traffic, activeModel }: KnownAgent): Planning {
  const { draft, filled } = planning;
  if (draft.agent.trim() !== agent) return planning;
  const share = (value: number | null) => (value === null ? '' : percentOf(value));
  // A share of none or all is of few: no plan can rest on it.
  const proper = (value: number | null) => share(value === 0 || value === 1 ? null : value);
  const rounded = (value: number | null) => (value === null ? '' : String(Math.round(100 * value) / 100));
  const known = {
    control: activeModel ?? '',
    approval: proper(traffic.approval),
    edits: proper(traffic.edits),
    violations: proper(traffic.violations),
    csatDeviation: rounded(traffic.csatDeviation),
    perDay: rounded(traffic.perDay),
    answered: share(traffic.answered === 0 ? null : traffic.answered),
  };
  const told = Object.entries(known).filter(([key, value]) => value !== '' && draft[key as keyof typeof known] === '');
  const values = Object.fromEntries(told);
  return {
    draft: { ...draft, ...values },
    filled: { conversations: traffic.conversations, values: { ...filled?.values, ...values } },
  };
}

/** What was filled in of how the agent does now, and from what. */
export function filledText({ conversations, values }: NonNullable<Planning['filled']>): string {
  if (conversations === 0) return 'No sample here is of this agent, so nothing tells how it does now.';
  const from = `${plural(conversations, 'conversation')} of the agent’s last four weeks here`;
  if (Object.keys(values).some((key) => key !== 'control'))
    return `What was empty is filled in from ${from}, where they tell it.`;
  return `Nothing is filled in: ${from} tell nothing that was empty.`;
}

export const textNames: Record<(typeof draftTexts)[number], string> = {
  name: 'Name',
  agent: 'Agent',
  control: 'Control: what serves today',
  treatment: 'Treatment: what may come after it',
};

export const numberNames: Record<DraftNumber, string> = {
  controlShare: 'Control’s share, %',
  days: 'Days until the result opens',
  reviewShare: 'Reviewed of the smaller arm, %',
  approvalBar: 'Approval: better by at least, points',
  approvalExpected: 'Approval: expected, points',
  editsBar: 'Edits: fewer by at least, points',
  editsExpected: 'Edits: expected, points',
  csatBar: 'CSAT: better by at least',
  csatExpected: 'CSAT: expected',
  violationsMargin: 'Violations: rise accepted, points',
  approval: 'Approved as they are, %',
  edits: 'Edited, %',
  violations: 'Policy violations, %',
  csatDeviation: 'Standard deviation of CSAT',
  perDay: 'Conversations a day',
  answered: 'Customers who say how content they are, %',
};
