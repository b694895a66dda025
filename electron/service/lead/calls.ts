import type { Handlers } from '../../../shared/contract/calls.ts';
import type { leadCalls } from '../../../shared/contract/lead.ts';
import type { openQueries } from '../samples/queries.ts';
import type { Disputes } from './disputes.ts';
import type { Lead } from './lead.ts';
import type { teamVerdictReader } from './verdicts.ts';

type LeadParts = {
  lead: Lead;
  disputes: Disputes;
  queries: ReturnType<typeof openQueries>;
  verdicts: ReturnType<typeof teamVerdictReader>;
  /** Told of what was written: it is due for a checkpoint. */
  wrote: <T>(value: T) => T;
};

export function leadHandlers({
  lead,
  disputes,
  queries,
  verdicts,
  wrote,
}: LeadParts): Handlers<keyof typeof leadCalls> {
  return {
    'lead.day': () => lead.day(),
    'lead.team': () => queries.call('team', null),
    'lead.work': (input) => queries.call('work', input),
    'lead.verdicts': ({ sampleId }) => verdicts(sampleId),
    'lead.saveQueue': (plan) => lead.saveQueue(plan),
    'lead.saveRubric': (rubric) => lead.saveRubric(rubric),
    'lead.invite': ({ name, role, days }) => lead.invite(name, role, days),
    'lead.removeMember': ({ memberId }) => lead.removeMember(memberId),
    'lead.return': (returned) => lead.returnSample(returned),
    'lead.requeue': ({ memberId, since, reason }) => lead.requeue(memberId, since, reason),
    'lead.erase': ({ sampleIds }) => lead.erase(sampleIds),
    'lead.rule': ({ questionId, text }) => wrote(lead.rule(questionId, text)),
    'lead.dispute': (unit) => disputes.read(unit),
    'lead.saveDraft': ({ draft, ...unit }) => disputes.saveDraft(unit, draft),
    'lead.adjudicate': (final) => wrote(disputes.settle(final)),
  };
}
