import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import type { CallInput, CallOutput } from '../../../shared/contract/calls.ts';
import type { ExperimentLoss, TrainedNearby } from '../../../shared/domain/experiment-loss.ts';
import type { ExperimentStanding, LiveExperiment } from '../../../shared/domain/live-experiment.ts';
import { datasetIn } from '../dataset/lockfile/store.ts';
import { memberNames } from '../lead/member-names.ts';
import { SampleReader } from '../samples/read.ts';
import { openReadonly } from '../store/database.ts';
import { serve } from '../store/worker.ts';
import { workspaceFiles } from '../workspace/open.ts';
import { lossesOf } from './losses.ts';
import { mustTell, noSuchExperiment, noSuchSample } from './refusals.ts';
import { standingOf } from './standing.ts';
import { readActiveModels, readExperiments } from './table.ts';
import { trafficOf } from './traffic.ts';
import { trainedNearby } from './trained-nearby.ts';

const { workspace, writer } = z
  .object({ workspace: z.string(), writer: z.object({ pid: z.int(), token: z.string() }) })
  .parse(workerData);
const db = openReadonly(workspaceFiles(workspace).corpus);
const samples = new SampleReader(db);

/** @throws AssayError not-found */
function experimentOf(id: string): LiveExperiment {
  const found = readExperiments(db).experiments.find((experiment) => experiment.id === id);
  if (found) return found;
  throw noSuchExperiment();
}

/** Until when everything of the team's server is here, by its clock. */
type Known = { knownUntil: string | null };

/** The thread that reads experiments: it adds up what the feeds have brought, and writes nothing. */
const api = {
  list(_: null): CallOutput<'experiment.list'> {
    return { ...readExperiments(db), activeModels: readActiveModels(db) };
  },
  standing({ id, knownUntil }: { id: string } & Known): ExperimentStanding | null {
    return standingOf(db, experimentOf(id), knownUntil);
  },
  traffic({ agent }: CallInput<'experiment.traffic'>): CallOutput<'experiment.traffic'> {
    return trafficOf(db, agent);
  },
  losses({ knownUntil, id, arm }: CallInput<'experiment.losses'> & Known): ExperimentLoss[] {
    const experiment = experimentOf(id);
    return lossesOf(db, experiment, arm, mustTell(experiment, standingOf(db, experiment, knownUntil)));
  },
  modelOf({ id, arm }: CallInput<'experiment.losses'>): string {
    const { arms } = experimentOf(id).plan;
    return arms[arm === 'control' ? 0 : 1].model;
  },
  trainedNearby({ sampleId, datasetId }: { sampleId: string; datasetId: string }): TrainedNearby {
    const sample = samples.get(sampleId);
    if (!sample) throw noSuchSample();
    return trainedNearby(datasetIn(workspace, writer, datasetId), sample.query, memberNames(db));
  },
  memberNames(memberIds: readonly string[]): string[] {
    return memberIds.map(memberNames(db));
  },
};
export type ExperimentsApi = typeof api;

serve(api, () => db.close());
