import type { CallInput, CallOutput } from '../../../shared/contract/calls.ts';
import {
  activeModelAnswerSchema,
  experimentAnswerSchema,
  modelChangesAnswerSchema,
} from '../../../shared/sync/protocol.ts';
import { writer } from '../dataset/writer.ts';
import type { Runs } from '../finetune/run/runs.ts';
import { RpcWorker } from '../store/worker.ts';
import type { SyncEngine } from '../sync/engine.ts';
import { threadUrl } from '../threads.ts';
import type { ExperimentsApi } from './experiments.worker.ts';
import { mustBeRead } from './refusals.ts';

export type ExperimentParts = { workspace: string; sync: SyncEngine; runs: Runs };

/**
 * Experiments as a lead asks for them. What they tell is read from what the feeds have brought; what is decided is a call to
 * the server, which needs it.
 */
export class LiveExperiments {
  readonly #parts: ExperimentParts;
  readonly #thread: RpcWorker<ExperimentsApi>;

  constructor(parts: ExperimentParts) {
    this.#parts = parts;
    this.#thread = new RpcWorker('experiments', threadUrl('experiments'), { workspace: parts.workspace, writer });
  }

  list(): Promise<CallOutput<'experiment.list'>> {
    return this.#thread.call('list', null);
  }

  standing({ id }: CallInput<'experiment.standing'>): Promise<CallOutput<'experiment.standing'>> {
    return this.#thread.call('standing', { id, knownUntil: this.#parts.sync.knownUntil });
  }

  traffic(asked: CallInput<'experiment.traffic'>): Promise<CallOutput<'experiment.traffic'>> {
    return this.#thread.call('traffic', asked);
  }

  /** @throws AssayError conflict while the result is locked */
  losses(asked: CallInput<'experiment.losses'>): Promise<CallOutput<'experiment.losses'>> {
    return this.#thread.call('losses', { ...asked, knownUntil: this.#parts.sync.knownUntil });
  }

  async trainedNearby(asked: CallInput<'experiment.trainedNearby'>): Promise<CallOutput<'experiment.trainedNearby'>> {
    const { sampleId, ...arm } = asked;
    const datasetId = this.#parts.runs.trainedOn(await this.#thread.call('modelOf', arm));
    return datasetId === null ? null : this.#thread.call('trainedNearby', { sampleId, datasetId });
  }

  async save({ id, plan, read }: CallInput<'experiment.save'>): Promise<void> {
    const asked = { plan: { experiment_id: id, ...plan }, read };
    await this.#parts.sync.change('assay_save_experiment', asked, experimentAnswerSchema);
  }

  async start({ id, read }: CallInput<'experiment.start'>): Promise<CallOutput<'experiment.start'>> {
    const asked = { experiment_id: id, read };
    const { state } = await this.#parts.sync.change('assay_start_experiment', asked, experimentAnswerSchema);
    return { state };
  }

  async open({ id, look }: CallInput<'experiment.open'>): Promise<void> {
    const asked = { experiment_id: id, look };
    await this.#parts.sync.change('assay_open_look', asked, experimentAnswerSchema);
  }

  async stop({ id }: CallInput<'experiment.stop'>): Promise<CallOutput<'experiment.stop'>> {
    const asked = { experiment_id: id };
    const { state } = await this.#parts.sync.change('assay_stop_experiment', asked, experimentAnswerSchema);
    return { state };
  }

  /** @throws AssayError conflict when it shall ship and has no result */
  async decide({ id, verdict, reason }: CallInput<'experiment.decide'>): Promise<void> {
    if (verdict === 'ship') mustBeRead(await this.standing({ id }));
    const decided = { experiment_id: id, verdict, reason };
    await this.#parts.sync.change('assay_decide_experiment', decided, experimentAnswerSchema);
  }

  async setActiveModel({ experimentId, ...change }: CallInput<'experiment.setActiveModel'>): Promise<void> {
    const set = { ...change, experiment_id: experimentId };
    await this.#parts.sync.change('assay_set_active_model', set, activeModelAnswerSchema);
  }

  async modelChanges({ agent }: CallInput<'experiment.modelChanges'>): Promise<CallOutput<'experiment.modelChanges'>> {
    const changes = await this.#parts.sync.ask('assay_model_changes', { agent }, modelChangesAnswerSchema);
    const ids = [...new Set(changes.map(({ by_member }) => by_member))];
    const named = await this.#thread.call('memberNames', ids);
    return changes.map(({ at, by_member, from_model, to_model, why, experiment_id }) => {
      const by = named[ids.indexOf(by_member)] ?? '';
      return { at, by, from: from_model, to: to_model, why, experimentId: experiment_id };
    });
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }
}
