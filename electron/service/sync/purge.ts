import type { SyncStatus } from '../../../shared/sync/status.ts';
import type { RpcWorker } from '../store/worker.ts';
import type { SyncApi } from './api.ts';

/** What was erased goes from the tables at once, and from the bytes of the files when there is time to write them anew. */
export type Erasure = {
  /** Names what the files still hold; null when they are clean. */
  owed(): number | null;
  purged(owed: number): void;
  summary(): SyncStatus['erased'];
  /** Writes work.db and its backups anew; false when it is to be tried again. */
  purgeWork(): Promise<boolean>;
};

type Parts = { erasure: Erasure; occupy: () => (() => void) | null };

/**
 * Writes the files anew where they hold what was erased; whether there was anything to do. What a crash, a reader or a full
 * disk has left of it is done after the next exchange, or at the next start.
 */
export async function purge(
  { erasure, occupy }: Parts,
  thread: () => Pick<RpcWorker<SyncApi>, 'call'>,
): Promise<boolean> {
  const owed = erasure.owed();
  const release = owed === null ? null : occupy();
  if (owed === null || !release) return false;
  try {
    const clean = await thread().call('purge', null);
    if (clean && (await erasure.purgeWork())) erasure.purged(owed);
  } finally {
    release();
  }
  return true;
}
