import type { Outbox } from '../../outbox/outbox.ts';
import type { Connection } from '../../store/database.ts';
import { Account } from '../../sync/account.ts';
import type { SyncEngine } from '../../sync/engine.ts';
import type { ComparisonDrafts } from '../drafts.ts';
import type { EvaluationSecrets } from '../secret.ts';
import type { EvaluationTable } from '../table.ts';
import { TeamJudging } from './judging.ts';
import { PublishedEvaluations } from './published.ts';
import { Publisher } from './publisher.ts';
import { TeamEvaluations } from './team.ts';
import { UnsealedEvaluations } from './unsealed.ts';

type Parts = {
  /** work.db, FULL: its only writer. */
  work: Connection;
  corpus: Connection;
  outbox: Outbox;
  sync: SyncEngine;
  table: EvaluationTable;
  drafts: ComparisonDrafts;
  secrets: EvaluationSecrets;
};

/** The parts by which a team judges evaluations. */
export function openTeamEvaluations({ work, corpus, outbox, sync, table, drafts, secrets }: Parts) {
  const account = new Account(work);
  const published = new PublishedEvaluations(work);
  const unsealed = new UnsealedEvaluations(work);
  const judging = new TeamJudging(work, corpus, outbox, drafts);
  return {
    published,
    judging,
    publisher: new Publisher({ work, corpus, outbox, account, table, drafts, published, unsealed, secrets, sync }),
    evaluations: new TeamEvaluations({ corpus, account, judging, published, unsealed, sync }),
  };
}
