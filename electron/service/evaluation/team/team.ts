import type { TeamEvaluation } from '../../../../shared/domain/team-evaluation.ts';
import { AssayError } from '../../../../shared/errors.ts';
import {
  assignAnswerSchema,
  closeAnswerSchema,
  type EvaluationRow,
  sealAnswerSchema,
  unsealAnswerSchema,
} from '../../../../shared/sync/evaluations.ts';
import type { Connection } from '../../store/database.ts';
import type { Account } from '../../sync/account.ts';
import type { SyncEngine } from '../../sync/engine.ts';
import { judgedByTeam, wantedJudgments } from './counts.ts';
import type { OwnShare, TeamJudging } from './judging.ts';
import type { Published, PublishedEvaluations } from './published.ts';
import { readEvaluations } from './rows.ts';
import type { UnsealedEvaluations } from './unsealed.ts';

type Tally = { evaluation_id: string; member_id: string; given: number; judged: number; late: number };
type LeadPart = NonNullable<TeamEvaluation['lead']>;

export type TeamParts = {
  corpus: Connection;
  account: Account;
  judging: TeamJudging;
  published: PublishedEvaluations;
  unsealed: UnsealedEvaluations;
  sync: Pick<SyncEngine, 'change' | 'now'>;
};

/**
 * The evaluations that the team judges. What is told of them comes from the feeds; what a lead decides is a call to the
 * server, which needs it.
 */
export class TeamEvaluations {
  readonly #parts: TeamParts;
  readonly #statements;

  constructor(parts: TeamParts) {
    const { corpus } = parts;
    this.#parts = parts;
    this.#statements = {
      tallies: corpus.prepare<[], Tally>(
        `SELECT evaluation_id, member_id, count(*) FILTER (WHERE state <> 'revoked' OR judgment IS NOT NULL) AS given,
           count(judgment) AS judged, count(*) FILTER (WHERE late = 1 AND judgment IS NOT NULL) AS late
         FROM team_judgments WHERE state <> 'erased' GROUP BY evaluation_id, member_id`,
      ),
      sent: corpus
        .prepare<[string], number>('SELECT count(DISTINCT item_id) FROM team_judgments WHERE evaluation_id = ?')
        .pluck(),
      nameOf: corpus.prepare<[string], string>(`SELECT body ->> 'name' FROM members WHERE member_id = ?`).pluck(),
    };
  }

  /** A lead's own words for all of them, newest first; a labeler's share of those that they judge. */
  list(): TeamEvaluation[] {
    const { account, judging, corpus } = this.#parts;
    const shares = new Map(judging.shares().map((share) => [share.id, share]));
    if (account.member?.role !== 'lead') return [...shares.values()].map((share) => ({ ...share, lead: null }));
    const tallies = Map.groupBy(this.#statements.tallies.all(), ({ evaluation_id }) => evaluation_id);
    return readEvaluations(corpus).map((row) => ({
      ...shareOf(row, shares.get(row.evaluation_id)),
      lead: this.#leadPart(row, tallies.get(row.evaluation_id) ?? []),
    }));
  }

  /** As `judgedByTeam` counts. */
  count(published: Published): { all: number; own: number } {
    return judgedByTeam(this.#parts.corpus, this.#parts.judging, published);
  }

  /** Who judges from now on: what others have not judged goes to these. @returns how many comparisons were given */
  async assign(evaluationId: string, members: readonly string[]): Promise<{ given: number }> {
    return this.#parts.sync.change('assay_assign_judges', { evaluation_id: evaluationId, members }, assignAnswerSchema);
  }

  /** Ends the judging; nobody is told whose the answers are. */
  async close(evaluationId: string): Promise<void> {
    await this.#parts.sync.change('assay_close_evaluation', { evaluation_id: evaluationId }, closeAnswerSchema);
  }

  /**
   * Ends the judging and asks the server whose the answers are, which keeps who has asked.
   *
   * @param secret where this machine has it: a server that lacks it is given it first
   * @returns the secret of the evaluation
   */
  async unseal(evaluationId: string, secret: Buffer | null): Promise<Buffer> {
    const { sync } = this.#parts;
    const asked = { evaluation_id: evaluationId };
    // Either way an exchange comes first: what this lead has judged counts no more where it arrives after they were told.
    if (secret === null) await sync.now({ anew: false });
    else await sync.change('assay_seal_evaluation', { ...asked, secret: secret.toString('hex') }, sealAnswerSchema);
    const told = await sync.change('assay_unseal_evaluation', asked, unsealAnswerSchema);
    return Buffer.from(told.secret, 'hex');
  }

  /**
   * Asks the server whose the answers are of one that somebody has opened in another workspace: from then on its results can be
   * read here, with or without a network.
   *
   * @throws AssayError conflict while nobody has opened it, not-found, refused to all but leads; and what stands between
   *   here and the server
   */
  async learn(evaluationId: string): Promise<void> {
    const { account, corpus, unsealed } = this.#parts;
    if (account.member?.role !== 'lead') throw notLead();
    const row = readEvaluations(corpus).find(({ evaluation_id }) => evaluation_id === evaluationId);
    if (!row) throw unknown();
    if (unsealed.has(evaluationId)) return;
    // Asking ends the judging: that is for whoever has the answers to decide.
    if (row.openings.length === 0) throw notOpened(this.#nameOf(row.created_by));
    unsealed.add(evaluationId, await this.unseal(evaluationId, null));
  }

  #leadPart(row: EvaluationRow, tallies: readonly Tally[]): LeadPart {
    const { published, corpus } = this.#parts;
    const judged = wantedJudgments(corpus, row.evaluation_id, row.judges);
    const sum = (of: 'judged' | 'late') => tallies.reduce((total, tally) => total + tally[of], 0);
    return {
      isFromHere: published.get(row.evaluation_id) !== null,
      publishedBy: this.#nameOf(row.created_by),
      items: row.items,
      sent: this.#statements.sent.get(row.evaluation_id) ?? 0,
      judgesWanted: row.judges,
      judged,
      beyond: sum('judged') - judged,
      wanted: row.items * row.judges,
      late: sum('late'),
      judges: tallies
        .map(({ member_id, given, judged }) => ({ memberId: member_id, name: this.#nameOf(member_id), given, judged }))
        .filter(({ given }) => given > 0)
        .sort((a, b) => a.name.localeCompare(b.name, 'en')),
      openedBy: [...new Set(row.openings.map(({ member_id }) => this.#nameOf(member_id)))],
    };
  }

  #nameOf(memberId: string): string {
    return this.#statements.nameOf.get(memberId) ?? memberId;
  }
}

/** A lead who judges nothing of it has a share all the same: none. */
function shareOf({ evaluation_id, name, scored, state }: EvaluationRow, share: OwnShare | undefined): OwnShare {
  const { given, judged } = share ?? { given: 0, judged: 0 };
  return { id: evaluation_id, name, scored, isOpen: state === 'open', given, judged };
}

function notLead(): AssayError {
  return new AssayError({
    kind: 'refused',
    message: 'Only a lead of the team reads the results of its evaluations.',
    safe: 'Nothing was asked for.',
    remedy: 'Ask a lead.',
  });
}

function unknown(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'The team has no such evaluation.',
    safe: 'Nothing was asked for.',
    remedy: 'Sync, and look at the list of evaluations.',
  });
}

function notOpened(publishedBy: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: `The results of this evaluation are not open: ${publishedBy} opens them, in the workspace that has the answers.`,
    safe: 'Nobody has seen whose the answers are.',
    remedy: `Wait until ${publishedBy} has opened them, and sync.`,
  });
}
