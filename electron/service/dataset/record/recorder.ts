import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Side } from '../../../../shared/domain/dataset.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { Connection } from '../../store/database.ts';
import { Meta } from '../../store/meta.ts';
import { Account } from '../../sync/account.ts';
import { datasetsFolder, ledgerFile, openLedger } from '../lockfile/ledger.ts';
import { datasetId, folderOf, manifestName } from '../lockfile/manifest.ts';

/** Few enough for an operation that travels in any batch, and to be read between two keystrokes. */
const samplesAtOnce = 1_000;

type Split = { seq: number; sample_id: string; side: Side };
/** How far into the ledger its splits have been looked at, in the order in which datasets brought them. */
type Reached = { seq: number; sampleId: string };
const nothingYet: Reached = { seq: -1, sampleId: '' };
const reachedKey = 'splits_told';

/**
 * Tells the team what a lead has built here: puts into the outbox, as operations of their own, the sides on which the
 * ledger of this workspace has samples and the team's has not, and then each dataset.
 *
 * The ledger, a file of its own that builds write, is the truth, whoever built and however that ended: what the outbox was
 * given is noted in the transaction that gives it, so that each is told once. A workspace of one's own, and one of a
 * labeler, tell nothing; should that change, they tell what was built until then.
 */
export class Recorder {
  readonly #workspace: string;
  readonly #work: Connection;
  readonly #outbox: Outbox;
  readonly #account: Account;
  readonly #meta: Meta;
  readonly #knownToTeam;
  readonly #isTold;
  readonly #setTold;
  #closed = false;
  #last: Promise<void> = Promise.resolve();

  /** @param work work.db, FULL: its only writer */
  constructor(workspace: string, work: Connection, corpus: Connection, outbox: Outbox) {
    this.#workspace = workspace;
    this.#work = work;
    this.#outbox = outbox;
    this.#account = new Account(work);
    this.#meta = new Meta(work);
    // While everything is pulled again, what has not come again may be lost there.
    this.#knownToTeam = corpus.prepare<[string], Record<Side, 0 | 1>>(
      `SELECT train, validation, holdout FROM team_splits t WHERE sample_id = ?
       AND NOT EXISTS (SELECT 1 FROM suspects WHERE feed = 'splits' AND key = t.sample_id)`,
    );
    this.#isTold = work.prepare<[string], number>('SELECT 1 FROM dataset_ops WHERE dataset_id = ?').pluck();
    this.#setTold = work.prepare('INSERT INTO dataset_ops (dataset_id, op_id) VALUES (?, ?)');
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
    this.#meta.set(reachedKey, JSON.stringify(nothingYet));
  }

  /** Ends between two operations. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }

  async #tell(): Promise<void> {
    const file = ledgerFile(this.#workspace);
    if (this.#closed || this.#account.member?.role !== 'lead' || !existsSync(file)) return;
    const ledger = openLedger(file);
    try {
      const datasets = ledger
        .prepare<[], { id: string; built_at: string }>('SELECT id, built_at FROM datasets ORDER BY seq')
        .all();
      // First the sides: who hears of a dataset knows what it holds out.
      for (let more = true; more; await turn()) {
        if (this.#closed) return;
        more = this.#tellSplits(ledger);
      }
      for (const { id, built_at } of datasets) {
        if (this.#closed) return;
        this.#tellDataset(id, built_at);
      }
    } finally {
      ledger.close();
    }
  }

  /** @returns whether there may be more */
  #tellSplits(ledger: Connection): boolean {
    const reached = this.#reached();
    const found = ledger
      .prepare<[number, string, number], Split>(
        'SELECT seq, sample_id, side FROM splits WHERE (seq, sample_id) > (?, ?) ORDER BY seq, sample_id LIMIT ?',
      )
      .all(reached.seq, reached.sampleId, samplesAtOnce);
    const last = found.at(-1);
    if (!last) return false;
    const splits: Record<Side, string[]> = { train: [], validation: [], holdout: [] };
    const lacking = found.filter(({ sample_id, side }) => this.#knownToTeam.get(sample_id)?.[side] !== 1);
    for (const { sample_id, side } of lacking) splits[side].push(sample_id);
    const write = this.#work.transaction(() => {
      if (lacking.length > 0) this.#outbox.add(uuidv7(), { kind: 'splits', splits }, new Date().toISOString());
      this.#meta.set(reachedKey, JSON.stringify({ seq: last.seq, sampleId: last.sample_id } satisfies Reached));
    });
    write.immediate();
    return true;
  }

  #tellDataset(id: string, builtAt: string): void {
    if (this.#isTold.get(id) === 1) return;
    const file = join(datasetsFolder(this.#workspace), folderOf(id), manifestName);
    const manifest = existsSync(file) ? readFileSync(file, 'utf8') : '';
    // Its folder was removed, or somebody has changed the manifest: its sides are known all the same.
    if (datasetId(manifest) !== id) return;
    const opId = uuidv7();
    const write = this.#work.transaction(() => {
      this.#outbox.add(opId, { kind: 'dataset', dataset_id: id, manifest }, builtAt);
      this.#setTold.run(id, opId);
    });
    write.immediate();
  }

  #reached(): Reached {
    const stored = this.#meta.get(reachedKey);
    return stored === null ? nothingYet : (JSON.parse(stored) as Reached);
  }
}
