import type {
  ComparedItem,
  Comparison,
  ComparisonDraft,
  Evaluation,
  EvaluationPlan,
  EvaluationPreview,
} from '../../../shared/domain/comparison.ts';
import type { EvaluationResults } from '../../../shared/domain/evaluation.ts';
import type { JobState } from '../../../shared/domain/job.ts';
import type { NamedAnswers, NearestSamples, OpenedEvaluation } from '../../../shared/domain/opened-evaluation.ts';
import type { Provider } from '../../../shared/domain/provider.ts';
import type { WorkspaceSettings } from '../../../shared/domain/settings.ts';
import type { Publication } from '../../../shared/domain/team-evaluation.ts';
import { AssayError, type ErrorReport, toReport } from '../../../shared/errors.ts';
import { counted, number } from '../../../shared/rules/readiness-words.ts';
import { mustBeConfirmed } from '../../../shared/rules/spending.ts';
import { writer } from '../dataset/writer.ts';
import { Looked } from '../finetune/looked.ts';
import type { Providers } from '../finetune/providers.ts';
import type { Runs } from '../finetune/run/runs.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { RpcWorker } from '../store/worker.ts';
import { threadUrl } from '../threads.ts';
import type { ComparisonDrafts } from './drafts.ts';
import type { EvaluationsApi, PreviewAsked } from './evaluations.worker.ts';
import type { EvaluationItems } from './items.ts';
import type { Judging } from './judging.ts';
import type { Judgments } from './judgments.ts';
import { pricedModels } from './priced.ts';
import type { EvaluationSecrets } from './secret.ts';
import { type EvaluationTable, mustBeClosed, type StoredEvaluation } from './table.ts';
import { mayPublish } from './team/may-publish.ts';
import type { PublishedEvaluations } from './team/published.ts';
import type { Publisher } from './team/publisher.ts';
import type { TeamEvaluations } from './team/team.ts';
import { toldEvaluation } from './told.ts';

export type EvaluationParts = {
  workspace: string;
  table: EvaluationTable;
  items: EvaluationItems;
  judgments: Judgments;
  drafts: ComparisonDrafts;
  secrets: EvaluationSecrets;
  providers: Providers;
  runs: Runs;
  jobs: JobRunner;
  settings: () => WorkspaceSettings;
  /** Who judges here. */
  judge: string;
  judging: { own: Judging; team: Judging };
  published: PublishedEvaluations;
  publisher: Publisher;
  team: TeamEvaluations;
};

/** What a preview goes by beside the dataset; `asked` are the providers as they were. */
type Basis = {
  plan: EvaluationPlan;
  asked: (Provider | null)[];
  settled: Pick<PreviewAsked, 'models' | 'prices' | 'confirmAbove'>;
};

/** Evaluations as a person asks for them: look first, begin, judge blind, take back. */
export class Evaluations {
  readonly #parts: EvaluationParts;
  readonly #thread: RpcWorker<EvaluationsApi>;
  readonly #looked: Looked<EvaluationPlan, Basis, EvaluationPreview>;

  constructor(parts: EvaluationParts) {
    this.#parts = parts;
    this.#thread = new RpcWorker('evaluations', threadUrl('evaluations'), { workspace: parts.workspace, writer });
    this.#looked = new Looked({
      basis: (plan) => this.#basis(plan),
      find: (_, basis) => this.#look(basis),
      isRefused: ({ refused }) => refused !== null,
    });
  }

  preview(plan: EvaluationPlan): Promise<EvaluationPreview> {
    return this.#looked.anew(plan);
  }

  /** @throws AssayError as the preview refuses it, wrong-key, conflict where what it asks for was not typed */
  async create(id: string, plan: EvaluationPlan, confirmed: string | null): Promise<Evaluation> {
    const { table, providers } = this.#parts;
    if (table.has(id)) return this.get(id);
    const { datasetName, items, estimate, confirm, refused } = await this.#looked.fresh(plan);
    if (refused) throw new AssayError(refused);
    if (estimate === null) throw new Error('a preview that refuses nothing has an estimate');
    mustBeConfirmed('evaluation', confirm, confirmed);
    const base = { provider: providers.get(plan.base.providerId), model: plan.base.model };
    const tuned = { provider: providers.get(plan.tuned.providerId), model: plan.tuned.model };
    for (const { provider } of [base, tuned]) await providers.keyOf(provider);
    // Asked for a second time meanwhile, as by a double click.
    if (table.has(id)) return this.get(id);
    const createdAt = new Date().toISOString();
    table.add(id, { plan, base, tuned, datasetName, items, estimate, createdAt });
    this.#looked.forget();
    return this.#start(id);
  }

  get(id: string): Evaluation {
    return this.#tell(this.#parts.table.get(id));
  }

  /** Newest first. */
  list(): Evaluation[] {
    return this.#parts.table.list().map((stored) => this.#tell(stored));
  }

  /** Asks for no more answers; those that are there stay. */
  cancel(id: string): Evaluation {
    const { table, jobs } = this.#parts;
    const { jobId } = table.get(id);
    if (jobId !== null) jobs.cancel(jobId);
    return this.get(id);
  }

  /** Asks for the answers that are missing. @throws AssayError conflict once the results were opened */
  async resume(id: string): Promise<Evaluation> {
    const { table, jobs } = this.#parts;
    const { jobId } = mustBeClosed(table.get(id));
    if (jobId === null) return this.#start(id);
    if (jobs.get(jobId).state !== 'done') jobs.resume(jobId);
    return this.get(id);
  }

  /** Providers that are asked for answers, or will be by themselves when Assay is opened again. */
  asks(): Provider[] {
    const { table, jobs } = this.#parts;
    const goesOn: readonly JobState[] = ['waiting', 'running', 'interrupted'];
    return table
      .list()
      .filter(({ jobId, openedAt }) => openedAt === null && jobId !== null && goesOn.includes(jobs.get(jobId).state))
      .flatMap(({ base, tuned }) => [base.provider, tuned.provider]);
  }

  /** What stood still for want of a provider's key goes on with it. */
  keyCame(providerId: string): void {
    const { table, jobs, providers } = this.#parts;
    const { baseUrl } = providers.get(providerId);
    for (const { jobId, base, tuned, openedAt } of table.list()) {
      if (openedAt !== null || jobId === null || ![base, tuned].some(({ provider }) => provider.baseUrl === baseUrl))
        continue;
      const { state, error } = jobs.get(jobId);
      if (state === 'failed' && error?.kind === 'wrong-key') jobs.resume(jobId);
    }
  }

  /** Puts an evaluation before the team, which judges it from then on. @throws AssayError as `mayPublish` and `Publisher` do */
  async publish(publication: Publication): Promise<Evaluation> {
    const { publisher } = this.#parts;
    const evaluation = this.get(publication.id);
    mayPublish(evaluation, publication);
    publisher.publish(publication, { items: evaluation.items, scored: evaluation.plan.scored });
    await publisher.tell();
    return this.get(publication.id);
  }

  next(id: string, after: string | null, limit: number): ComparedItem[] {
    return this.#judgingOf(id).next(id, after, limit);
  }

  saveDraft(itemId: string, draft: ComparisonDraft): void {
    this.#judgingWith(itemId).saveDraft(itemId, draft);
  }

  judge(id: string, itemId: string, comparison: Comparison): void {
    this.#judgingWith(itemId).judge(id, itemId, comparison);
  }

  undo(id: string): ComparedItem | null {
    return this.#judgingOf(id).undo(id);
  }

  /**
   * Opens the results, which ends the judging, and the asking for answers: nobody would judge them.
   *
   * @param early true where a person wants it before every wanted judgment is there
   * @throws AssayError conflict without that word, not-found where the secret is not on this machine; offline and what else
   *   stands between here and the server, where the team judges
   */
  async open(id: string, early: boolean): Promise<Evaluation> {
    const { table, jobs, drafts } = this.#parts;
    const { openedAt, phase, judged, wanted, jobId } = this.get(id);
    if (openedAt !== null) return this.get(id);
    if (!early && (phase !== 'judging' || judged < wanted))
      throw new AssayError({
        kind: 'conflict',
        message: `${number(wanted - judged)} of ${counted(wanted, 'wanted judgment')} are not there yet.`,
        safe: 'The results are closed, and judges stay blind.',
        remedy: 'Judge the rest first, or say that you want to open them now: judging ends with that.',
      });
    const secret = await this.#secretOf(id);
    if (jobId !== null) {
      jobs.cancel(jobId);
      await jobs.settled(jobId);
    }
    table.open(id, secret);
    drafts.removeAll(id);
    return this.get(id);
  }

  /** @throws AssayError conflict while nobody has opened them */
  results(id: string): Promise<OpenedEvaluation> {
    const { table, runs, settings } = this.#parts;
    const models = pricedModels(table.get(id).plan, runs);
    return this.#thread.call('results', { id, models, prices: settings().costs.prices });
  }

  /** @throws AssayError as `TeamEvaluations.learn` does */
  async teamResults(id: string): Promise<EvaluationResults> {
    await this.#parts.team.learn(id);
    return this.#thread.call('teamResults', id);
  }

  /** Both answers of an item, named. @throws AssayError conflict while nobody has opened the results */
  answers(itemId: string): Promise<NamedAnswers> {
    return this.#thread.call('answers', itemId);
  }

  /** What the tuned model was trained on that is nearest to an item. @throws AssayError as `answers` does */
  nearest(itemId: string): Promise<NearestSamples> {
    const { table, items, runs } = this.#parts;
    const item = items.get(itemId);
    const datasetId = item === null ? null : runs.trainedOn(table.get(item.evaluationId).tuned.model);
    return this.#thread.call('nearest', { itemId, datasetId });
  }

  async close(): Promise<void> {
    await this.#thread.close();
  }

  /** What the team judges, each judge has in an order of their own, from the server. */
  #judgingOf(id: string): Judging {
    const { table, published, judging } = this.#parts;
    return table.has(id) && published.get(id) === null ? judging.own : judging.team;
  }

  #judgingWith(itemId: string): Judging {
    const { own, team } = this.#parts.judging;
    return team.has(itemId) ? team : own;
  }

  /** Of what the team judges, the server tells it: it ends the judging for everybody, and knows who has asked. */
  async #secretOf(id: string): Promise<Buffer> {
    const { secrets, published, team } = this.#parts;
    if (published.get(id) === null) return secrets.get(id);
    return team.unseal(id, await secrets.get(id).catch(() => null));
  }

  #basis(plan: EvaluationPlan): Basis {
    const { providers, runs, settings } = this.#parts;
    const { costs, tuning } = settings();
    const known = providers.all();
    const asked = [plan.base, plan.tuned].map(({ providerId }) => known.find(({ id }) => id === providerId) ?? null);
    const settled = { models: pricedModels(plan, runs), prices: costs.prices, confirmAbove: tuning.confirmAbove };
    return { plan, asked, settled };
  }

  async #look({ plan, settled }: Basis): Promise<EvaluationPreview> {
    const read = await this.#thread.call('preview', { plan, ...settled });
    const refused = read.refused ?? (await this.#lacking(plan));
    return refused === null ? read : { ...read, refused, estimate: null, confirm: null };
  }

  /** Why a provider of a plan cannot be asked, before anything is; null where both can. */
  async #lacking({ base, tuned }: EvaluationPlan): Promise<ErrorReport | null> {
    const { providers } = this.#parts;
    try {
      for (const { providerId } of [base, tuned]) await providers.keyOf(providers.get(providerId));
      return null;
    } catch (error) {
      return toReport(error);
    }
  }

  async #start(id: string): Promise<Evaluation> {
    const { table, secrets, jobs } = this.#parts;
    // First of all: answers without it would be paid for and tell nothing.
    await secrets.make(id);
    const { jobId, plan } = table.get(id);
    // Begun meanwhile, as by a second key while the keyring asked: of two jobs, each would pay for every answer.
    if (jobId === null)
      jobs.start('evaluation', { evaluationId: id, name: plan.name }, (started) => table.setJob(id, started));
    return this.get(id);
  }

  #tell(stored: StoredEvaluation): Evaluation {
    const { jobs, published, team } = this.#parts;
    const publication = published.get(stored.id);
    const job = stored.jobId === null ? null : jobs.get(stored.jobId);
    return toldEvaluation(stored, job, this.#parts, publication && { ...publication, ...team.count(publication) });
  }
}
