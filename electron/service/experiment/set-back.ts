import type { SetBack, SetBackMark } from '../../../shared/domain/set-back.ts';
import type { ActiveModelRow, ExperimentRow } from '../../../shared/sync/experiments.ts';
import { farOf } from '../sync/before-restore.ts';
import { activeModel } from './table.ts';

/** A row as it was before the server was restored, and as it is now; null where it is gone. */
export type Pair<Row> = { before: Row; now: Row | null };

/** What a restore has taken from an experiment; null when it is as far as it was, or further. */
export function experimentSetBack({ before, now }: Pair<ExperimentRow>): SetBack | null {
  const far = farOf('experiments', now);
  if (far >= farOf('experiments', before)) return null;
  const { experiment_id: id, state, plan, verdict } = before;
  const reached = {
    planned: before.created_at,
    running: before.started_at,
    stopped: before.stopped_at,
    decided: before.decided_at,
  };
  const at = reached[state] ?? before.created_at;
  return {
    ...{ what: 'experiment', mark: { what: 'experiment', key: id, at, far } },
    ...{ id, name: plan.name, agent: plan.agent, was: { state, at, verdict }, now: now?.state ?? null },
  };
}

/** What a restore has taken from an agent; null when it answers with the same model, or with one that was chosen later. */
export function agentSetBack(
  { before, now }: Pair<ActiveModelRow>,
  nameOf: (memberId: string) => string,
): SetBack | null {
  const far = farOf('active_models', now);
  if (now?.model === before.model || far >= farOf('active_models', before)) return null;
  const mark = { what: 'agent', key: before.agent, at: before.since, far } as const;
  return { what: 'agent', mark, was: activeModel(before, nameOf), now: now?.model ?? null };
}

/** Whether somebody leaves it as it is: it has not been set back further since. */
export function isLeft({ mark }: SetBack, left: readonly SetBackMark[]): boolean {
  return left.some(
    ({ what, key, at, far }) => what === mark.what && key === mark.key && at === mark.at && mark.far >= far,
  );
}
