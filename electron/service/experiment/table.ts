import type { ActiveModel } from '../../../shared/domain/active-model.ts';
import { experimentPlanSchema } from '../../../shared/domain/experiment.ts';
import type { LiveExperiment } from '../../../shared/domain/live-experiment.ts';
import { type ActiveModelRow, activeModelRowSchema, experimentRowSchema } from '../../../shared/sync/experiments.ts';
import { memberNames } from '../lead/member-names.ts';
import type { Connection } from '../store/database.ts';

export type Experiments = {
  experiments: LiveExperiment[];
  /** Those that another program has written, in a way that this one does not know: the others can be read all the same. */
  unreadable: number;
};

/** The experiments of the team as its feed has left them in corpus.db, the newest first. */
export function readExperiments(corpus: Connection): Experiments {
  const nameOf = memberNames(corpus);
  const all = bodies(corpus, 'experiments').map((body) => liveExperiment(body, nameOf));
  const experiments = all.filter((experiment) => experiment !== null);
  return {
    experiments: experiments.sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt)),
    unreadable: all.length - experiments.length,
  };
}

/** What each agent answers with, by the agent's name. */
export function readActiveModels(corpus: Connection): ActiveModel[] {
  const nameOf = memberNames(corpus);
  return bodies(corpus, 'active_models')
    .map((body) => activeModel(activeModelRowSchema.parse(body), nameOf))
    .sort((a, b) => a.agent.localeCompare(b.agent, 'en'));
}

export function activeModel(
  { agent, model, since, set_by, from_model, why, experiment_id }: ActiveModelRow,
  nameOf: (memberId: string) => string,
): ActiveModel {
  return { agent, at: since, by: nameOf(set_by), from: from_model, to: model, why, experimentId: experiment_id };
}

function bodies(corpus: Connection, table: 'experiments' | 'active_models'): unknown[] {
  return corpus
    .prepare<[], string>(`SELECT body FROM ${table}`)
    .pluck()
    .all()
    .map((body) => JSON.parse(body));
}

function liveExperiment(body: unknown, nameOf: (memberId: string) => string): LiveExperiment | null {
  const row = experimentRowSchema.safeParse(body).data;
  const plan = experimentPlanSchema.safeParse(row?.plan).data;
  if (row === undefined || plan === undefined) return null;
  return {
    id: row.experiment_id,
    state: row.state,
    plan,
    createdBy: nameOf(row.created_by),
    createdAt: row.created_at,
    startedAt: row.started_at,
    stoppedAt: row.stopped_at,
    decidedAt: row.decided_at,
    decision: row.verdict === null ? null : { verdict: row.verdict, reason: row.reason ?? '' },
    looks: row.looks.map(({ look, opened_at, opened_by, arms }) => ({
      ...{ look, openedAt: opened_at, openedBy: nameOf(opened_by), arms },
    })),
  };
}
