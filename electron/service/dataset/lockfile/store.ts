import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AssayError } from '../../../../shared/errors.ts';
import { oneNamed } from '../../named.ts';
import type { Connection } from '../../store/database.ts';
import { mustBeWorkspace } from '../../workspace/open.ts';
import { isRunning, type Writer } from '../replace.ts';
import { addSplits, datasetsFolder, ledgerFile, openLedger } from './ledger.ts';
import { checkLedger } from './ledger-check.ts';
import { lineageName, lineageSchema } from './lineage.ts';
import { datasetId, folderOf, type Manifest, manifestName, readManifest, unreadableManifest } from './manifest.ts';
import { readRecords } from './records.ts';

/** A dataset that is here: what it is, and where. */
export type StoredDataset = { id: string; folder: string; builtAt: string; manifest: Manifest };

type Row = { id: string; built_at: string };

const buildingName = /^\.building-(\d+)-(\w+)$/;

/**
 * The datasets of a workspace: one folder each, named by its id, and a ledger of what they hold on which side.
 *
 * The folders are the truth. A dataset whose folder is here and which the ledger does not know, because a power loss came
 * between the two or because somebody brought it here, is entered when the store is opened. What the ledger knows stays
 * known when a folder is removed: what was held out once is never trained on.
 */
export class DatasetStore {
  readonly #folder: string;
  readonly #writer: Writer;
  readonly #db: Connection;
  readonly #rows;

  /**
   * @param workspace its folder
   * @throws AssayError not-found where it is no workspace; workspace-damaged, workspace-newer, io
   */
  constructor(workspace: string, writer: Writer) {
    mustBeWorkspace(workspace);
    this.#folder = datasetsFolder(workspace);
    this.#writer = writer;
    mkdirSync(this.#folder, { recursive: true });
    this.#db = openLedger(ledgerFile(workspace));
    try {
      checkLedger(this.#db, ledgerFile(workspace));
      this.#rows = this.#db.prepare<[], Row>('SELECT id, built_at FROM datasets ORDER BY seq DESC');
      this.#removeAbandoned();
      for (const name of readdirSync(this.#folder)) if (/^[0-9a-f]{16}$/.test(name)) this.#adopt(name);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  close(): void {
    this.#db.close();
  }

  /** Those whose folders are here, the newest first; and those whose manifest cannot be read any more. */
  list(): { datasets: StoredDataset[]; unreadable: { id: string; folder: string }[] } {
    const datasets: StoredDataset[] = [];
    const unreadable: { id: string; folder: string }[] = [];
    for (const { id, built_at } of this.#rows.all()) {
      const folder = join(this.#folder, folderOf(id));
      if (!existsSync(folder)) continue;
      try {
        const text = readFileSync(join(folder, manifestName), 'utf8');
        datasets.push({ id, folder, builtAt: built_at, manifest: readManifest(text, folder) });
      } catch {
        unreadable.push({ id, folder });
      }
    }
    return { datasets, unreadable };
  }

  /**
   * @param given an id, or how it begins
   * @throws AssayError not-found
   */
  get(given: string): StoredDataset {
    const found = this.#find(given);
    if ('manifest' in found) return found;
    throw unreadableManifest(found.folder);
  }

  #find(given: string): StoredDataset | { id: string; folder: string } {
    const { datasets, unreadable } = this.list();
    return oneNamed([...datasets, ...unreadable], given, 'dataset');
  }

  /** How many datasets the ledger knows: another one meanwhile may have put samples on other sides. */
  get revision(): number {
    return this.#db.prepare<[], number>('SELECT coalesce(max(seq), 0) FROM datasets').pluck().get() ?? 0;
  }

  /** An empty folder to build in. What a killed build has left is removed when a store is opened. */
  begin(): string {
    const folder = join(this.#folder, `.building-${this.#writer.pid}-${this.#writer.token}`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    return folder;
  }

  /**
   * Takes a folder that is whole in as a dataset. The same one again takes the place of the one that is there, which
   * somebody may have changed.
   *
   * @param revision of the ledger that its split keeps to
   * @throws AssayError conflict when another dataset was built meanwhile
   */
  commit(folder: string, revision: number): StoredDataset {
    const text = readFileSync(join(folder, manifestName), 'utf8');
    const id = datasetId(text);
    const target = join(this.#folder, folderOf(id));
    this.#db
      .transaction(() => {
        const known = existsSync(target);
        if (!known && this.revision !== revision) throw builtMeanwhile();
        if (known) this.#discard(target);
        renameSync(folder, target);
        if (!known) this.#enter(id, target);
      })
      .immediate();
    return this.get(id);
  }

  /**
   * Removes the files of a dataset. The ledger keeps what was held out and what was trained on.
   *
   * @throws AssayError not-found
   */
  remove(given: string): void {
    this.#discard(this.#find(given).folder);
  }

  /** Out of sight at once; what a crash leaves of it goes when a store is opened. */
  #discard(folder: string): void {
    const gone = join(this.#folder, `.building-0-${basename(folder)}`);
    rmSync(gone, { recursive: true, force: true });
    renameSync(folder, gone);
    rmSync(gone, { recursive: true, force: true });
  }

  #adopt(name: string): void {
    const file = join(this.#folder, name, manifestName);
    if (!existsSync(file)) return;
    const id = datasetId(readFileSync(file, 'utf8'));
    const known = this.#db
      .prepare<[string], { built_at: string; has_prompts: number }>(
        'SELECT built_at, has_prompts FROM datasets WHERE id = ?',
      )
      .get(id);
    // A manifest that somebody has changed names another dataset than its folder: that one is not taken in.
    if (folderOf(id) !== name || known?.has_prompts === 1) return;
    try {
      this.#db.transaction(() => this.#enter(id, join(this.#folder, name), known?.built_at)).immediate();
    } catch (error) {
      // It was entered before prompts were kept, and its records were changed since: its samples are known all the same.
      if (!known) throw error;
    }
  }

  #enter(id: string, folder: string, builtAt = new Date().toISOString()): void {
    const { recipe } = readManifest(readFileSync(join(folder, manifestName), 'utf8'), folder);
    // One that was removed may be built again.
    const seq = this.#db
      .prepare<[string, string, string], number>(
        `INSERT INTO datasets (id, name, built_at, has_prompts) VALUES (?, ?, ?, 1)
         ON CONFLICT (id) DO UPDATE SET built_at = excluded.built_at, has_prompts = 1 RETURNING seq`,
      )
      .pluck()
      .get(id, recipe.name, builtAt);
    addSplits(this.#db, readRecords(join(folder, lineageName), lineageSchema), seq ?? 0);
  }

  #removeAbandoned(): void {
    for (const name of readdirSync(this.#folder)) {
      const match = buildingName.exec(name);
      if (!match) continue;
      const pid = Number(match[1]);
      const alive = pid === this.#writer.pid ? match[2] === this.#writer.token : isRunning(pid);
      if (!alive) rmSync(join(this.#folder, name), { recursive: true, force: true });
    }
  }
}

/**
 * A dataset of a workspace.
 *
 * @param given an id, or how it begins
 * @throws AssayError not-found; workspace-damaged, workspace-newer, io of the ledger
 */
export function datasetIn(workspace: string, writer: Writer, given: string): StoredDataset {
  const store = new DatasetStore(workspace, writer);
  try {
    return store.get(given);
  } finally {
    store.close();
  }
}

/** The ledger of a workspace, which knows every dataset whose folder is here. @returns its file */
export function wholeLedger(workspace: string, writer: Writer): string {
  new DatasetStore(workspace, writer).close();
  return ledgerFile(workspace);
}

function builtMeanwhile(): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: 'Another dataset was built meanwhile, and may have put samples on other sides.',
    safe: 'Nothing was kept of this build; the other dataset is whole.',
    remedy: 'Build again.',
  });
}
