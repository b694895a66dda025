import { setImmediate as turn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import { promptSchema } from '../../../../shared/domain/comparison.ts';
import type { Publication } from '../../../../shared/domain/team-evaluation.ts';
import { AssayError, type ErrorKind } from '../../../../shared/errors.ts';
import { sealAnswerSchema, unsealAnswerSchema } from '../../../../shared/sync/evaluations.ts';
import { memberRowSchema } from '../../../../shared/sync/feeds.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { Connection } from '../../store/database.ts';
import type { Account } from '../../sync/account.ts';
import type { SyncEngine } from '../../sync/engine.ts';
import type { ComparisonDrafts } from '../drafts.ts';
import type { EvaluationSecrets } from '../secret.ts';
import type { EvaluationTable } from '../table.ts';
import type { PublishedEvaluations } from './published.ts';
import { readEvaluations } from './rows.ts';
import type { UnsealedEvaluations } from './unsealed.ts';

/** Few enough to be read between two keystrokes. */
const itemsAtOnce = 50;

const declined: readonly ErrorKind[] = ['refused', 'invalid-input'];

export type PublisherParts = {
  /** work.db, FULL: its only writer. */
  work: Connection;
  corpus: Connection;
  outbox: Outbox;
  account: Account;
  table: EvaluationTable;
  drafts: ComparisonDrafts;
  published: PublishedEvaluations;
  unsealed: UnsealedEvaluations;
  secrets: EvaluationSecrets;
  sync: Pick<SyncEngine, 'ask'>;
};

type Row = {
  id: string;
  sample_id: string;
  conversation: string | null;
  prompt: string;
  first: string | null;
  second: string | null;
};

/**
 * Puts evaluations of this workspace before the team: as operations of the outbox, so that it takes no network and goes on
 * where it stopped. How far it is, is noted in the transaction that gives an item to the outbox.
 *
 * The secret that tells whose the answers are is in none of these: an outbox is a part of work.db, which must not tell. It
 * goes straight to the server, as soon as that says that it has the evaluation and not the secret.
 */
export class Publisher {
  readonly #parts: PublisherParts;
  readonly #statements;
  #closed = false;
  #last: Promise<void> = Promise.resolve();

  constructor(parts: PublisherParts) {
    const { work, corpus } = parts;
    this.#parts = parts;
    this.#statements = {
      members: corpus.prepare<[], string>('SELECT body FROM members').pluck(),
      items: work.prepare<[string, string], Row>(
        `SELECT id, sample_id, conversation, prompt, first, second FROM evaluation_items
         WHERE evaluation_id = ? AND answered = 1 AND id > ? ORDER BY id LIMIT ${itemsAtOnce}`,
      ),
      // While everything is pulled again, what has not come again may be lost there.
      knownToTeam: corpus
        .prepare<[string, string], number>(
          `SELECT 1 FROM team_judgments t WHERE evaluation_id = ? AND item_id = ?
           AND NOT EXISTS (SELECT 1 FROM suspects WHERE feed = 'judgments' AND key = t.comparison_id)`,
        )
        .pluck(),
      onItsWay: work
        .prepare<[{ id: string }], number>(
          `SELECT 1 FROM outbox WHERE state <> 'rejected' AND (body ->> 'evaluation_id' = @id
             OR op_id IN (SELECT id FROM comparison_judgments WHERE evaluation_id = @id)) LIMIT 1`,
        )
        .pluck(),
    };
  }

  /** @throws AssayError refused for whoever is no lead, invalid-input for judges who are not of the team */
  publish({ id, name, members, judges }: Publication, { items, scored }: { items: number; scored: boolean }): void {
    const { work, outbox, account, drafts, published } = this.#parts;
    if (account.member?.role !== 'lead') throw notLead();
    const team = new Set(this.#activeMembers());
    if (members.some((member) => !team.has(member))) throw notOfTheTeam();
    const at = new Date().toISOString();
    const evaluation = { evaluation_id: id, name, judges, scored, items, members };
    work
      .transaction(() => {
        published.add(id, judges, at);
        drafts.removeAll(id);
        outbox.add(uuidv7(), { kind: 'evaluation', ...evaluation }, at);
      })
      .immediate();
  }

  /** Gives the outbox what it was not given yet, one call after the other. */
  tell(): Promise<void> {
    const next = this.#last.then(() => this.#tell());
    this.#last = next.catch(() => {
      // Whoever asked for it hears of it.
    });
    return next;
  }

  /** The team's server has lost some: what it lacks is told again. */
  beginAgain(): void {
    this.#parts.published.beginAgain();
  }

  /** Ends between two operations. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  /** Gives the server the secrets that it lacks, and tells it of which evaluations it is known here whose the answers are. */
  async deposit(): Promise<void> {
    const { account, published, unsealed, corpus, table } = this.#parts;
    const me = account.member;
    if (me?.role !== 'lead') return;
    for (const { evaluation_id: id, sealed, state, openings } of readEvaluations(corpus)) {
      if (this.#closed) return;
      const isFromHere = published.get(id) !== null;
      if (isFromHere && !sealed) await this.#seal(id);
      // A restored server has forgotten that this lead was told: nobody is to judge on. First it hears from here again what it
      // has lost of this evaluation: whoever is told has no more say, and closed it gives out no more items. That is why it
      // is closed again from where its items are.
      const isKnown = isFromHere ? table.get(id).openedAt !== null : state === 'closed' && unsealed.has(id);
      const isForgotten = isKnown && !openings.some(({ member_id }) => member_id === me.memberId);
      if (isForgotten && this.#statements.onItsWay.get({ id }) === undefined)
        await this.#try('assay_unseal_evaluation', { evaluation_id: id }, unsealAnswerSchema);
    }
  }

  async #tell(): Promise<void> {
    const { account, published } = this.#parts;
    if (account.member?.role !== 'lead') return;
    for (const { id } of published.list())
      for (let more = true; more; await turn()) {
        if (this.#closed) return;
        more = this.#tellItems(id);
      }
  }

  /** @returns whether there may be more */
  #tellItems(id: string): boolean {
    const { work, outbox, published } = this.#parts;
    const { items, knownToTeam } = this.#statements;
    const told = published.get(id)?.told ?? '';
    const rows = items.all(id, told);
    const last = rows.at(-1);
    if (!last) return false;
    const at = new Date().toISOString();
    work
      .transaction(() => {
        for (const row of rows) {
          if (knownToTeam.get(id, row.id) !== undefined) continue;
          outbox.add(uuidv7(), operationOf(id, row), at);
        }
        published.setTold(id, last.id);
      })
      .immediate();
    return true;
  }

  /** Where the keyring is closed, another time will do. */
  async #seal(id: string): Promise<void> {
    const secret = await this.#parts.secrets.get(id).catch(() => null);
    if (secret === null) return;
    const sealed = { evaluation_id: id, secret: secret.toString('hex') };
    await this.#try('assay_seal_evaluation', sealed, sealAnswerSchema);
  }

  /** What the server declines here is no reason to sync nothing else. */
  async #try<T>(name: string, args: object, schema: z.ZodType<T>): Promise<void> {
    try {
      await this.#parts.sync.ask(name, args, schema);
    } catch (error) {
      if (!(error instanceof AssayError && declined.includes(error.kind))) throw error;
    }
  }

  #activeMembers(): string[] {
    return this.#statements.members
      .all()
      .map((body) => memberRowSchema.parse(JSON.parse(body)))
      .filter(({ removed_at }) => removed_at === null)
      .map(({ member_id }) => member_id);
  }
}

function operationOf(evaluationId: string, { id, sample_id, conversation, prompt, first, second }: Row) {
  return {
    kind: 'evaluation_item' as const,
    evaluation_id: evaluationId,
    item_id: id,
    sample_id,
    conversation,
    prompt: promptSchema.parse(JSON.parse(prompt)),
    first,
    second,
  };
}

function notLead(): AssayError {
  return new AssayError({
    kind: 'refused',
    message: 'Only a lead of a team can put an evaluation before it.',
    safe: 'Nothing was sent, and the evaluation is as it was.',
    remedy: 'Judge it here, or sign in as a lead.',
  });
}

function notOfTheTeam(): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: 'Some of the judges are not in the team any more.',
    safe: 'Nothing was sent, and the evaluation is as it was.',
    remedy: 'Sync, and choose the judges again.',
  });
}
