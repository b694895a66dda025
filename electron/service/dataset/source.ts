import type { WorkspaceSettings } from '../../../shared/domain/settings.ts';
import { type Connection, translate } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { readWorkspace, workspaceFiles } from '../workspace/open.ts';
import { readSettings } from '../workspace/settings.ts';
import { type SaidOf, saidOf } from './words.ts';

/** What a pass over samples reads, and by whose words it goes. */
export type Source = {
  /** corpus.db, with work.db attached as `work`. */
  db: Connection;
  readonly settings: WorkspaceSettings;
  /** By the members and queues of now: take it once for a pass. */
  readonly saidOf: SaidOf;
};

/**
 * Opens a workspace for reading samples and labels, beside whoever writes it.
 *
 * @param ledger a file that tells where earlier datasets have put samples: attached as `ledger`
 * @throws AssayError as `readWorkspace` does
 */
export function openSource(folder: string, ledger: string | null = null): Source & { close(): void } {
  const workspace = readWorkspace(folder);
  try {
    const meta = new Meta(workspace.work);
    const db = workspace.corpus;
    db.prepare('ATTACH ? AS work').run(workspaceFiles(folder).work);
    if (ledger !== null) db.prepare('ATTACH ? AS ledger').run(ledger);
    // One pass reads nothing twice: a large cache would only take memory.
    db.pragma('main.cache_size = -8192');
    db.pragma('work.cache_size = -8192');
    return {
      db,
      get settings() {
        return readSettings(meta);
      },
      get saidOf() {
        return saidOf(db, meta);
      },
      close: () => workspace.close(),
    };
  } catch (error) {
    workspace.close();
    throw translate(folder, error);
  }
}

/** Reads a workspace as it is at one moment in all its files, however often they are read. */
export function withSamples<T>(folder: string, work: (source: Source) => T, ledger: string | null = null): T {
  const source = openSource(folder, ledger);
  try {
    source.db.exec('BEGIN');
    return work(source);
  } catch (error) {
    throw translate(folder, error);
  } finally {
    source.close();
  }
}
