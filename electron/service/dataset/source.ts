import type { DatasetRules } from '../../../shared/rules/dataset.ts';
import { type Connection, translate } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { readWorkspace, workspaceFiles } from '../workspace/open.ts';
import { readSettings } from '../workspace/settings.ts';
import { type WordsOf, wordsOf } from './words.ts';

/** What a pass reads, and by which rules. `db` is corpus.db with work.db attached as `work`. */
export type Source = { db: Connection; rules: DatasetRules; wordsOf: WordsOf };

/**
 * Opens a workspace for one pass over its samples, beside whoever writes it.
 *
 * @param ledger a file that tells where earlier datasets have put samples: attached as `ledger`
 */
export function withSamples<T>(folder: string, work: (source: Source) => T, ledger: string | null = null): T {
  const workspace = readWorkspace(folder);
  try {
    const meta = new Meta(workspace.work);
    const db = workspace.corpus;
    db.prepare('ATTACH ? AS work').run(workspaceFiles(folder).work);
    if (ledger !== null) db.prepare('ATTACH ? AS ledger').run(ledger);
    // One pass reads nothing twice: a large cache would only take memory.
    db.pragma('main.cache_size = -8192');
    db.pragma('work.cache_size = -8192');
    // One moment in both files, however often they are read.
    db.exec('BEGIN');
    return work({ db, rules: readSettings(meta), wordsOf: wordsOf(db, meta) });
  } catch (error) {
    throw translate(folder, error);
  } finally {
    workspace.close();
  }
}
