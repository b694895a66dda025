import { basename } from 'node:path';
import type { CallResult } from '../../shared/contract/call.ts';
import { type Handlers, type ServiceCallName, serviceCalls, type WorkspaceInfo } from '../../shared/contract/calls.ts';
import type { EventName, EventPayload } from '../../shared/contract/events.ts';
import { runParamsSchema } from '../../shared/domain/job.ts';
import { CallsUnderWay, closeAll } from './closing.ts';
import { datasetHandlers } from './dataset/calls.ts';
import { Datasets } from './dataset/datasets.ts';
import { buildJob } from './dataset/jobs.ts';
import { recordedOf } from './dataset/record/recorded.ts';
import { Recorder } from './dataset/record/recorder.ts';
import { dispatch, type Log } from './dispatch.ts';
import { evaluationHandlers } from './evaluation/calls.ts';
import { ComparisonDrafts } from './evaluation/drafts.ts';
import { Evaluations } from './evaluation/evaluations.ts';
import { EvaluationItems } from './evaluation/items.ts';
import { evaluationJob } from './evaluation/jobs.ts';
import { OwnJudging } from './evaluation/judging.ts';
import { Judgments } from './evaluation/judgments.ts';
import { EvaluationSecrets } from './evaluation/secret.ts';
import { EvaluationTable } from './evaluation/table.ts';
import { openTeamEvaluations } from './evaluation/team/open.ts';
import { experimentHandlers } from './experiment/calls.ts';
import { LiveExperiments } from './experiment/experiments.ts';
import { SetBacks } from './experiment/set-backs.ts';
import { finetuneHandlers } from './finetune/calls.ts';
import { Finetune } from './finetune/finetune.ts';
import { finetuneJob } from './finetune/jobs.ts';
import { Providers } from './finetune/providers.ts';
import { Runs } from './finetune/run/runs.ts';
import { jobHandlers } from './jobs/calls.ts';
import { JobRunner } from './jobs/runner.ts';
import { labelingHandlers } from './labeling/calls.ts';
import { connect } from './labeling/connect.ts';
import { Drafts } from './labeling/drafts.ts';
import { Eraser } from './labeling/erase.ts';
import { createLabeling } from './labeling/labeling.ts';
import { QueueReader } from './labeling/queues.ts';
import { refusedReader } from './labeling/refused.ts';
import { toldLabels } from './labeling/told.ts';
import { leadHandlers } from './lead/calls.ts';
import { Disputes } from './lead/disputes.ts';
import { Lead } from './lead/lead.ts';
import { teamVerdictReader } from './lead/verdicts.ts';
import { modelHandlers } from './models/calls.ts';
import { Models } from './models/models.ts';
import { Outbox } from './outbox/outbox.ts';
import { Leases } from './queues/leases.ts';
import { readinessHandlers } from './readiness/calls.ts';
import { importJob } from './samples/import/job.ts';
import { openQueries } from './samples/queries.ts';
import { SampleReader } from './samples/read.ts';
import { workspaceClosed } from './store/closed.ts';
import { syncHandlers } from './sync/calls.ts';
import { SyncEngine } from './sync/engine.ts';
import type { SecretStore } from './sync/secrets.ts';
import { readPractice, readRubric } from './workspace/guidelines.ts';
import { Maintenance } from './workspace/maintenance.ts';
import { openWorkspace, type Workspace } from './workspace/open.ts';
import { readSettings, updateSettings } from './workspace/settings.ts';

export type ServiceOptions = {
  folder: string;
  /** Makes the workspace where there is none. */
  create: boolean;
  /** What the workspace's lock names as its holder. */
  program: string;
  /** Of Assay: a dataset says what built it. */
  version: string;
  /** The folder of guidelines and demo data. */
  resources: string;
  onBattery: () => boolean;
  /** Where the tokens of a sign-in are kept. */
  secrets: SecretStore;
  emit: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  log: Log;
};

/** The service behind window, CLI and tests: one open workspace, answering the calls of the contract. */
export type Service = {
  folder: string;
  /** Answers a call by name with input of any shape: for a door that has not parsed it. From its closing on it begins none. */
  answer(name: ServiceCallName, input: unknown): Promise<CallResult<unknown>>;
  /** The same handlers, typed, for callers inside the process. */
  handlers: Handlers<ServiceCallName>;
  jobs: JobRunner;
  sync: SyncEngine;
  /** For a door that has a key for what it does alone: by the call, all that waits for a key goes on with it. */
  providers: Providers;
  /** Closes all of it whatever fails. @throws the first failure, once all else is closed; others are in the log */
  close(): Promise<void>;
};

/** @throws AssayError as openWorkspace does */
export function openService(options: ServiceOptions): Service {
  const workspace = openWorkspace(options.folder, options);
  try {
    return serveWorkspace(workspace, options);
  } catch (error) {
    // Nobody else would let go of its lock.
    workspace.close();
    throw error;
  }
}

function serveWorkspace(workspace: Workspace, options: ServiceOptions): Service {
  const { folder, resources, emit, log } = options;
  const { work, journal, corpus, meta, files, labelerId } = workspace;

  const samples = new SampleReader(corpus);
  const drafts = new Drafts(journal, work);
  const outbox = new Outbox(work);
  const teamQueues = new QueueReader(corpus, outbox);
  const labeling = createLabeling({ work, outbox, samples, queues: teamQueues, drafts, labelerId });
  const maintenance = new Maintenance(workspace, options.onBattery, (error) => log('maintenance failed', error));
  const providers = new Providers(meta, options.secrets);
  const runs = new Runs(work, (run) => {
    emit('run', run);
    maintenance.touched();
  });
  const evaluated = {
    workspace: folder,
    table: new EvaluationTable(work),
    items: new EvaluationItems(work),
    drafts: new ComparisonDrafts(journal, work),
    secrets: new EvaluationSecrets(folder, options.secrets),
    providers,
  };
  const models = new Models(work, () => runs.list());
  const specs = {
    import: importJob(files),
    dataset: buildJob(folder, options.version),
    finetune: finetuneJob(folder, runs, providers),
    evaluation: evaluationJob({ ...evaluated, db: work }),
  };
  const jobs = new JobRunner(workspace, specs, {
    changed(job) {
      emit('job', job);
      if (job.kind === 'import') emit('samples.changed', { samples: samples.count() });
      if (job.kind === 'dataset' && job.state === 'done') void recordDatasets();
    },
    wrote: () => maintenance.touched(),
  });
  const eraser = new Eraser(work, corpus, outbox);
  const recorder = new Recorder(folder, work, corpus, outbox);
  const told = toldLabels(work, corpus, outbox, labelerId);
  const sync = new SyncEngine({
    work,
    corpus,
    files,
    outbox,
    secrets: options.secrets,
    told: {
      ...told,
      async gather() {
        await recorder.tell();
        await ofTeam.publisher.tell();
        await ofTeam.publisher.deposit();
      },
      *recall() {
        recorder.beginAgain();
        ofTeam.publisher.beginAgain();
        return yield* told.recall();
      },
    },
    erasure: {
      owed: () => eraser.owed(),
      purged: (owed) => eraser.purged(owed),
      summary: () => eraser.summary(),
      purgeWork: () => maintenance.purge(),
    },
    claimWork: (account) => connect(work, outbox, account),
    occupy: () => jobs.occupy('corpus'),
    changed: (status, stored) => {
      emit('sync', status);
      if (stored) emit('samples.changed', { samples: samples.count() });
    },
    erased: (sampleIds) => emit('samples.erased', { sampleIds: [...sampleIds] }),
    log,
  });
  const lead = new Lead(work, corpus, outbox, sync);
  const disputes = new Disputes({ work, corpus, outbox, samples, drafts });
  const refused = refusedReader(work, samples);
  const leases = new Leases(meta, corpus, sync);
  const queries = openQueries(files);
  const datasets = new Datasets(folder, (share) => emit('dataset.surveying', { share }));
  const finetune = new Finetune({
    folder,
    providers,
    runs,
    jobs,
    settings: () => readSettings(meta),
    evaluated: () => evaluations.asks(),
    checking: (share) => emit('finetune.checking', { share }),
  });

  const ofTeam = openTeamEvaluations({ ...evaluated, work, corpus, outbox, sync });
  const judgments = new Judgments(work);
  const evaluations = new Evaluations({
    ...{ ...evaluated, judgments, runs, jobs, judge: labelerId },
    settings: () => readSettings(meta),
    judging: {
      own: new OwnJudging({ ...evaluated, db: work, judgments, published: ofTeam.published, judge: labelerId }),
      team: ofTeam.judging,
    },
    published: ofTeam.published,
    publisher: ofTeam.publisher,
    team: ofTeam.evaluations,
  });
  const experiments = new LiveExperiments({ workspace: folder, sync, runs });

  /** A write that a person waits for: afterwards the log is due for a checkpoint. */
  function wrote<T>(value: T): T {
    maintenance.touched();
    sync.touched();
    return value;
  }

  /** Now, so that it waits in the outbox without a network too. */
  async function recordDatasets(): Promise<void> {
    try {
      await recorder.tell();
      sync.touched();
    } catch (error) {
      log('recording datasets failed', error);
    }
  }

  function info(): WorkspaceInfo {
    return {
      path: folder,
      name: meta.get('name') ?? basename(folder),
      demo: meta.get('demo') === '1',
      labelerId,
      samples: samples.count(),
      labels: labeling.count(),
      ...readRubric(resources),
    };
  }

  const handlers: Handlers<ServiceCallName> = {
    'workspace.info': info,
    'workspace.settings': () => readSettings(meta),
    'workspace.updateSettings': (change) => wrote(updateSettings(meta, change)),
    'workspace.practice': () => readPractice(resources),
    'workspace.doctor': () => queries.call('examine', null),

    ...labelingHandlers({ labeling, drafts, queues: teamQueues, queries, meta, wrote }),

    'samples.search': (input) => queries.call('search', input),
    'samples.total': (input) => queries.call('total', input),
    'samples.rows': (input) => queries.call('rows', input),
    'samples.facets': () => queries.call('facets', null),

    ...syncHandlers(sync, leases, refused),
    ...datasetHandlers(datasets, recordedOf(work, corpus)),
    ...leadHandlers({ lead, disputes, queries, verdicts: teamVerdictReader(corpus), wrote }),
    ...readinessHandlers(
      datasets,
      () => readSettings(meta),
      () => info().name,
    ),
    ...finetuneHandlers(
      finetune,
      providers,
      runs,
      () => maintenance.touched(),
      (id) => evaluations.keyCame(id),
    ),
    ...modelHandlers(
      models,
      (id) => finetune.models(id),
      () => maintenance.touched(),
    ),
    ...evaluationHandlers(evaluations, ofTeam.evaluations, wrote),
    ...experimentHandlers(experiments, new SetBacks(work, corpus), wrote),
    ...jobHandlers(jobs, { finetune: ({ params }) => void finetune.cancel(runParamsSchema.parse(params).runId) }),
  };

  const underWay = new CallsUnderWay();
  let closed: Promise<void> | null = null;

  return {
    folder,
    handlers,
    jobs,
    sync,
    providers,
    async answer(name, input) {
      if (closed !== null) return { ok: false, error: workspaceClosed().report() };
      return underWay.follow(dispatch(name, serviceCalls[name], handlers[name], input, log));
    },
    close() {
      const writers = [recorder, ofTeam.publisher, sync, jobs];
      const readers = [finetune, evaluations, experiments, datasets, queries];
      closed ??= closeAll([...writers, ...readers, underWay, maintenance, workspace], log);
      return closed;
    },
  };
}
