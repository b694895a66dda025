import type { Handlers } from '../../../shared/contract/calls.ts';
import type { evaluationCalls } from '../../../shared/contract/evaluation.ts';
import type { Evaluations } from './evaluations.ts';
import type { TeamEvaluations } from './team/team.ts';

/** @param wrote told of what was written: it is due for a checkpoint */
export function evaluationHandlers(
  evaluations: Evaluations,
  team: TeamEvaluations,
  wrote: <T>(value: T) => T,
): Handlers<keyof typeof evaluationCalls> {
  return {
    'evaluation.preview': (plan) => evaluations.preview(plan),
    'evaluation.create': async ({ id, plan, confirmed }) => wrote(await evaluations.create(id, plan, confirmed)),
    'evaluation.list': () => evaluations.list(),
    'evaluation.cancel': ({ id }) => evaluations.cancel(id),
    'evaluation.resume': ({ id }) => evaluations.resume(id),
    'evaluation.publish': async (publication) => wrote(await evaluations.publish(publication)),
    'evaluation.team': () => team.list(),
    'evaluation.teamResults': async ({ id }) => wrote(await evaluations.teamResults(id)),
    'evaluation.assign': ({ id, members }) => team.assign(id, members),
    'evaluation.close': ({ id }) => team.close(id),
    'evaluation.next': ({ id, after, limit }) => evaluations.next(id, after, limit),
    'evaluation.saveDraft': ({ itemId, draft }) => evaluations.saveDraft(itemId, draft),
    'evaluation.judge': ({ id, itemId, comparison }) => wrote(evaluations.judge(id, itemId, comparison)),
    'evaluation.undo': ({ id }) => wrote(evaluations.undo(id)),
    'evaluation.open': async ({ id, early }) => wrote(await evaluations.open(id, early)),
    'evaluation.results': ({ id }) => evaluations.results(id),
    'evaluation.answers': ({ itemId }) => evaluations.answers(itemId),
    'evaluation.nearest': ({ itemId }) => evaluations.nearest(itemId),
  };
}
