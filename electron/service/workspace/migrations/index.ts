import type { Migration } from '../../store/migrate.ts';
import { samples } from './corpus/0001-samples.ts';
import { feeds } from './corpus/0002-feeds.ts';
import { sweep } from './corpus/0003-sweep.ts';
import { sampleXids } from './corpus/0004-sample-xids.ts';
import { receipts } from './corpus/0005-receipts.ts';
import { held } from './corpus/0006-held.ts';
import { takenBack } from './corpus/0007-taken-back.ts';
import { datasets } from './corpus/0008-datasets.ts';
import { experiments } from './corpus/0009-experiments.ts';
import { evaluations as feedsOfEvaluations } from './corpus/0010-evaluations.ts';
import { beforeRestore } from './corpus/0011-before-restore.ts';
import { judgedConversations } from './corpus/0012-judged-conversations.ts';
import { labels } from './work/0001-labels.ts';
import { outbox } from './work/0002-outbox.ts';
import { queues } from './work/0003-queues.ts';
import { erased } from './work/0004-erased.ts';
import { told } from './work/0005-told.ts';
import { letGo } from './work/0006-let-go.ts';
import { noExportJobs } from './work/0007-no-export-jobs.ts';
import { datasetOps } from './work/0008-dataset-ops.ts';
import { jobLog } from './work/0009-job-log.ts';
import { runs } from './work/0010-runs.ts';
import { evaluations } from './work/0011-evaluations.ts';
import { models } from './work/0012-models.ts';
import { teamEvaluations } from './work/0013-team-evaluations.ts';
import { readEvaluations } from './work/0014-read-evaluations.ts';
import { comparisonDrafts } from './work/0015-comparison-drafts.ts';
import { unsealedEvaluations } from './work/0016-unsealed-evaluations.ts';
import { comparedConversations } from './work/0017-compared-conversations.ts';

/** In order and without gaps; a released migration is never edited. */
export const workMigrations: readonly Migration[] = [
  labels,
  outbox,
  queues,
  erased,
  told,
  letGo,
  noExportJobs,
  datasetOps,
  jobLog,
  runs,
  evaluations,
  models,
  teamEvaluations,
  readEvaluations,
  comparisonDrafts,
  unsealedEvaluations,
  comparedConversations,
];
export const corpusMigrations: readonly Migration[] = [
  samples,
  feeds,
  sweep,
  sampleXids,
  receipts,
  held,
  takenBack,
  datasets,
  experiments,
  feedsOfEvaluations,
  beforeRestore,
  judgedConversations,
];
