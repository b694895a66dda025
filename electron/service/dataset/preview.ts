import {
  type ExportCounts,
  type ExportFilters,
  exportCountsSchema,
  type JobProgress,
} from '../../../shared/domain/job.ts';
import type { RunningThread } from '../jobs/start.ts';
import { answerOf, startExport } from './jobs.ts';

/**
 * Counts what an export would take and leave, without writing anything.
 *
 * A count reads every sample. Only the newest question matters: asking anew stops the count before it.
 */
export class Preview {
  readonly #folder: string;
  readonly #progressed: (progress: JobProgress) => void;
  #running: RunningThread | null = null;

  constructor(folder: string, progressed: (progress: JobProgress) => void) {
    this.#folder = folder;
    this.#progressed = progressed;
  }

  /** @throws AssayError cancelled when it was stopped or asked anew; as `openWorkspace` and the pass throw */
  async count(filters: ExportFilters): Promise<ExportCounts> {
    this.stop();
    const running = startExport(this.#folder, { outputPath: null, format: 'openai-chat', filters }, (progress) => {
      if (this.#running === running) this.#progressed(progress);
    });
    this.#running = running;
    return exportCountsSchema.parse(answerOf(await running.ended));
  }

  stop(): void {
    this.#running?.stop('cancelled');
  }

  /** Stops and waits until the thread has closed its databases. */
  async close(): Promise<void> {
    this.stop();
    await this.#running?.ended;
  }
}
