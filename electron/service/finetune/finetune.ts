import type { CallOutput } from '../../../shared/contract/calls.ts';
import { isRefused, type Preflight } from '../../../shared/domain/preflight.ts';
import type { Provider } from '../../../shared/domain/provider.ts';
import type { Run, RunPlan } from '../../../shared/domain/run.ts';
import type { WorkspaceSettings } from '../../../shared/domain/settings.ts';
import { AssayError } from '../../../shared/errors.ts';
import { isFinished, isOver, isResolved, runState } from '../../../shared/rules/run.ts';
import { lineNamed } from '../../../shared/rules/run-line.ts';
import { awaitsAnswer, standingOf } from '../../../shared/rules/run-trouble.ts';
import { runName } from '../../../shared/rules/run-words.ts';
import { mustBeConfirmed } from '../../../shared/rules/spending.ts';
import { Board } from '../dataset/board.ts';
import { writer } from '../dataset/writer.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { RpcWorker } from '../store/worker.ts';
import { threadUrl } from '../threads.ts';
import { Looked } from './looked.ts';
import type { Settled } from './preflight/facts.ts';
import type { Providers } from './providers.ts';
import { asksNothing, refusedLink } from './refused-link.ts';
import { isOwn } from './run/own-job.ts';
import type { Runs } from './run/runs.ts';
import type { TuningApi } from './tuning.worker.ts';

/** How often it is looked how far a preflight has read. */
const lookMs = 200;

type Parts = {
  folder: string;
  providers: Providers;
  runs: Runs;
  jobs: JobRunner;
  settings: () => WorkspaceSettings;
  /** Providers that evaluations ask by themselves, as they were when those were begun. */
  evaluated: () => readonly Provider[];
  /** Told how far the files of a preflight were read, from 0 to 1. */
  checking: (share: number) => void;
};

/** What a preflight goes by beside the files and the server. */
type Basis = { plan: RunPlan; provider: Provider; settled: Settled };

/** Fine-tuning as a person asks for it: look first, begin, end, and say what became of a run that nobody knows of. */
export class Finetune {
  readonly #parts: Parts;
  readonly #board = new Board();
  readonly #thread: RpcWorker<TuningApi>;
  readonly #looked: Looked<RunPlan, Basis, Preflight>;
  #question = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    const data = { folder: parts.folder, board: this.#board.shared, writer };
    this.#thread = new RpcWorker('tuning', threadUrl('tuning'), data);
    this.#looked = new Looked({
      basis: (plan) => this.#basis(plan),
      find: (_, basis) => this.#look(basis),
      isRefused,
    });
  }

  async models(id: string): Promise<CallOutput<'providers.models'>> {
    return this.#thread.call('models', await this.#access(this.#parts.providers.get(id)));
  }

  /** @throws AssayError invalid-input; conflict for another address while something needs the one that it has */
  async saveProvider(provider: Provider): Promise<void> {
    const { providers } = this.#parts;
    const known = providers.all().find(({ id }) => id === provider.id);
    if (known && known.baseUrl !== provider.baseUrl) this.#mayLeave(known);
    await providers.save(provider);
  }

  /** @throws AssayError conflict while something needs it */
  async removeProvider(id: string): Promise<void> {
    const { providers } = this.#parts;
    const known = providers.all().find((provider) => provider.id === id);
    if (known) this.#mayLeave(known);
    await providers.remove(id);
  }

  /** What was begun keeps to its address: without a provider there, its key is gone and no other can be entered. */
  #mayLeave({ id, baseUrl }: Provider): void {
    const { providers, runs, evaluated } = this.#parts;
    const shared = providers.all().some((other) => other.id !== id && other.baseUrl === baseUrl);
    const isHere = (begunAt: Provider) => begunAt.baseUrl === baseUrl && (begunAt.id === id || !shared);
    if (runs.list().some((run) => isHere(run.provider) && !isResolved(run)))
      throw needed(
        'A run at this provider is not settled yet, and needs its address and its key.',
        'Wait until the run has ended, cancel it or give it up; or add the new address as another server.',
      );
    if (evaluated().some(isHere))
      throw needed(
        'An evaluation asks for answers at this provider, and needs its address and its key.',
        'Wait until all answers are there, or ask for no more of them; or add the new address as another server.',
      );
  }

  /** @throws AssayError not-found, wrong-key; cancelled when it was stopped or asked anew */
  preflight(plan: RunPlan): Promise<Preflight> {
    return this.#looked.anew(plan);
  }

  async #look({ plan, provider, settled }: Basis): Promise<Preflight> {
    const { checking } = this.#parts;
    this.stopPreflight();
    const question = this.#question;
    this.#board.share = 0;
    const access = await this.#access(provider);
    const timer = setInterval(() => checking(this.#board.share), lookMs);
    try {
      return await this.#thread.call('preflight', { question, plan, access, settled });
    } finally {
      clearInterval(timer);
    }
  }

  stopPreflight(): void {
    this.#board.startFrom(++this.#question);
  }

  /** @param id a UUIDv7. @throws AssayError invalid-input where it cannot work, conflict where what it asks for was not typed, wrong-key */
  async create(id: string, plan: RunPlan, confirmed: string | null): Promise<Run> {
    const { providers, runs } = this.#parts;
    if (runs.has(id)) return runs.get(id);
    const { datasetName, files, estimate, confirm, ...preflight } = await this.#looked.fresh(plan);
    const refused = preflight.lines.find(({ level }) => level === 'refused');
    if (refused || estimate === null)
      throw new AssayError({
        kind: 'invalid-input',
        message: refused?.message ?? 'The training file could not be read.',
        safe: 'Nothing was sent, and nothing was charged.',
        remedy: refused?.remedy ?? 'Look at the preflight.',
      });
    mustBeConfirmed('run', confirm, confirmed);
    const provider = providers.get(plan.providerId);
    // Taken away since the preflight: the run would only wait for it.
    await providers.keyOf(provider);
    // Asked for a second time meanwhile, as by a double click.
    if (runs.has(id)) return runs.get(id);
    const body = { plan, provider, datasetName, files, estimate, createdAt: new Date().toISOString() };
    const run = this.#start(id, body, () => runs.add(id, body));
    this.#looked.forget();
    return run;
  }

  /** Asks the provider to end the job; a run that was not asked for yet ends here, as does what is done for one that is over. */
  cancel(id: string): Run {
    const { runs, jobs } = this.#parts;
    // Written down before anything else: what ends Assay now does not make it forget.
    const { phase, jobId } = runs.note(id, { what: 'cancel-begun' });
    const running = jobId !== null && jobs.get(jobId).state === 'running';
    if (jobId !== null && (running || isOver(phase))) jobs.cancel(jobId);
    else if (!isOver(phase)) this.resume(id);
    return runs.get(id);
  }

  resume(id: string): Run {
    const { runs, jobs } = this.#parts;
    const run = runs.get(id);
    if (isResolved(run)) return run;
    if (run.jobId === null || jobs.get(run.jobId).state === 'done') return this.#start(id, run);
    jobs.resume(run.jobId);
    return runs.get(id);
  }

  /** What stood still for want of a provider's key goes on with it. */
  keyCame(providerId: string): void {
    const { runs, jobs, providers } = this.#parts;
    const { baseUrl } = providers.get(providerId);
    for (const run of runs.list()) {
      if (run.jobId === null || isFinished(run) || run.provider.baseUrl !== baseUrl) continue;
      const { state, error } = jobs.get(run.jobId);
      if (state === 'failed' && error?.kind === 'wrong-key') jobs.resume(run.jobId);
    }
  }

  async candidates(id: string): Promise<CallOutput<'finetune.candidates'>> {
    const { runs } = this.#parts;
    const jobs = await this.#thread.call('jobs', await this.#access(runs.get(id).provider));
    const { train } = runState(runs.facts(id)).files;
    const sent = { runId: id, trainingFile: train ?? null };
    return jobs.map(({ trainingFile, ...job }) => ({ ...job, own: isOwn({ trainingFile, ...job }, sent) }));
  }

  /** @throws AssayError conflict unless the run asks and the job is its own, not-found where the account does not list it */
  async link(id: string, jobId: string): Promise<Run> {
    const { runs } = this.#parts;
    const { phase } = runs.get(id);
    if (phase !== 'asks') throw asksNothing(phase);
    const job = (await this.candidates(id)).find((listed) => listed.jobId === jobId);
    if (!job) throw refusedLink('not-found', `The account lists no job “${jobId}” among its newest.`);
    if (!job.own)
      throw refusedLink(
        'conflict',
        `The job “${jobId}” is not this run’s own: it trains on another file, or was asked for by another run.`,
      );
    runs.note(id, { what: 'created', jobId, by: 'person' });
    return this.resume(id);
  }

  /** @throws AssayError conflict where it goes on, or is over */
  abandon(id: string): Run {
    const { runs, jobs } = this.#parts;
    const run = runs.get(id);
    const { stuck } = standingOf(run, run.jobId === null ? null : jobs.get(run.jobId));
    if (run.phase !== 'asks' && !stuck && !awaitsAnswer(run))
      throw new AssayError({
        kind: 'conflict',
        message: isFinished(run) ? 'This run is over.' : 'Nothing stands in the way of this run.',
        safe: 'Nothing was changed.',
        remedy: isFinished(run) ? 'Look at it again: it has changed meanwhile.' : 'Cancel it to end it.',
      });
    const abandoned = runs.note(id, { what: 'abandoned' });
    if (run.jobId !== null) jobs.cancel(run.jobId, 'abandoned');
    return abandoned;
  }

  async refusedLine(id: string): Promise<CallOutput<'finetune.refusedLine'>> {
    const { runs, jobs } = this.#parts;
    const { remote, error, jobId, files, plan } = runs.get(id);
    const said = remote?.error ?? error ?? (jobId === null ? null : jobs.get(jobId).error);
    const named = said && lineNamed(said.message, runState(runs.facts(id)));
    const file = named && files[named.side];
    if (!file) return null;
    const sampleId = await this.#thread.call('sampleAt', {
      datasetId: plan.datasetId,
      path: file.path,
      line: named.line,
    });
    return sampleId === null ? null : { ...named, sampleId };
  }

  async close(): Promise<void> {
    this.stopPreflight();
    await this.#thread.close();
  }

  /** @throws AssayError not-found */
  #basis(plan: RunPlan): Basis {
    const { providers, runs, settings } = this.#parts;
    const { costs, tuning } = settings();
    const earlier = runs
      .list()
      .filter((run) => run.plan.datasetId === plan.datasetId)
      .map(({ plan: { model, method }, phase, createdAt }) => ({ model, method, phase, createdAt }));
    const settled = { earlier, prices: costs.prices, confirmAbove: tuning.confirmAbove };
    return { plan, provider: providers.get(plan.providerId), settled };
  }

  /** @param add writes the run itself, together with its job: of two jobs, each would ask for one of the provider's */
  #start(id: string, { plan, datasetName }: Pick<Run, 'plan' | 'datasetName'>, add = () => {}): Run {
    const { runs, jobs } = this.#parts;
    jobs.start('finetune', { runId: id, name: `${runName(plan)} on ${datasetName}` }, (jobId) => {
      add();
      runs.setJob(id, jobId);
    });
    return runs.tell(id);
  }

  async #access(provider: Provider): Promise<{ provider: Provider; key: string }> {
    return { provider, key: await this.#parts.providers.keyOf(provider) };
  }
}

function needed(message: string, remedy: string): AssayError {
  return new AssayError({ kind: 'conflict', message, safe: 'Nothing was changed.', remedy });
}
