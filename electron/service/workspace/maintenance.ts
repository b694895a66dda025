import type { MaintenanceApi } from '../store/maintenance.worker.ts';
import { RpcWorker } from '../store/worker.ts';
import { threadUrl } from '../threads.ts';
import type { Workspace } from './open.ts';

/** A quiet second after a commit: enough to gather a burst of labels, short enough to keep the log small. */
const quietMs = 1_000;
const backupEveryMs = 10 * 60_000;

/** What is worth a new backup, by the statement that tells when there is more of it: whatever nobody could do again. */
const counts = [
  ...['labels', 'marks', 'asked', 'evaluation_judgments', 'comparison_judgments'].map(
    (table) => `SELECT count(*), max(seq) FROM ${table}`,
  ),
  'SELECT count(*) FROM run_facts',
  'SELECT count(*), count(opened_at) FROM evaluations',
  // Answers were paid for.
  'SELECT count(*) FROM evaluation_items WHERE answered = 1',
  'SELECT count(*) FROM published_evaluations',
  'SELECT count(*) FROM models',
];

/** Checkpoints after work, backups while changes come in. On battery no backup is taken. */
export class Maintenance {
  readonly #thread: RpcWorker<MaintenanceApi>;
  readonly #onBattery: () => boolean;
  readonly #failed: (error: unknown) => void;
  readonly #backupTimer: NodeJS.Timeout;
  #checkpointTimer: NodeJS.Timeout | null = null;

  constructor(workspace: Workspace, onBattery: () => boolean, failed: (error: unknown) => void) {
    const { work, backups } = workspace.files;
    this.#thread = new RpcWorker('maintenance', threadUrl('maintenance'), {
      file: work,
      backups,
      counts,
    });
    this.#onBattery = onBattery;
    this.#failed = failed;
    this.#backupTimer = setInterval(() => {
      if (!this.#onBattery()) this.#thread.call('backUp', { force: false }).catch(this.#failed);
    }, backupEveryMs).unref();
  }

  /** Something was committed: the write-ahead log is moved into the file when a quiet moment comes. */
  touched(): void {
    if (this.#checkpointTimer) clearTimeout(this.#checkpointTimer);
    this.#checkpointTimer = setTimeout(() => {
      this.#checkpointTimer = null;
      this.#thread.call('checkpoint', null).catch(this.#failed);
    }, quietMs).unref();
  }

  /** Leaves no trace of what was erased, on battery too; false when it is to be tried again. */
  purge(): Promise<boolean> {
    return this.#thread.call('purge', null);
  }

  check(): Promise<{ verdict: string }> {
    return this.#thread.call('check', null);
  }

  backups(): Promise<{ path: string; takenAt: string }[]> {
    return this.#thread.call('backups', null);
  }

  /** Takes the last backup of the session, if anything changed in it. */
  async close(): Promise<void> {
    clearInterval(this.#backupTimer);
    if (this.#checkpointTimer) clearTimeout(this.#checkpointTimer);
    try {
      if (!this.#onBattery()) await this.#thread.call('backUp', { force: false }).catch(this.#failed);
    } finally {
      await this.#thread.close();
    }
  }
}
