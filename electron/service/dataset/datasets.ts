import type { CallInput, CallOutput } from '../../../shared/contract/calls.ts';
import type { CostSettings } from '../../../shared/domain/costs.ts';
import type { Recipe } from '../../../shared/domain/dataset.ts';
import { RpcWorker } from '../store/worker.ts';
import { threadUrl } from '../threads.ts';
import { Board } from './board.ts';
import type { DatasetsApi } from './datasets.worker.ts';
import { writer } from './writer.ts';

/** How often it is looked how far a survey is. */
const lookMs = 200;

type Asked = 'fate' | 'samples' | 'line' | 'clusters' | 'personalData';

/** What is asked of the thread for datasets. */
export class Datasets {
  readonly thread: RpcWorker<DatasetsApi>;
  readonly #surveying: (share: number) => void;
  readonly #board = new Board();
  #question = 0;

  /** @param surveying told how far a survey is, from 0 to 1 */
  constructor(folder: string, surveying: (share: number) => void) {
    this.thread = new RpcWorker('datasets', threadUrl('datasets'), { folder, board: this.#board.shared, writer });
    this.#surveying = surveying;
  }

  /** @throws AssayError cancelled when it was stopped or asked anew */
  count(recipe: CallInput<'dataset.count'>): Promise<CallOutput<'dataset.count'>> {
    return this.#survey((question) => this.thread.call('count', { question, input: recipe }));
  }

  /** @throws AssayError as `count` does */
  readiness(recipe: Recipe, costs: CostSettings): Promise<CallOutput<'readiness.count'>> {
    return this.#survey((question) => this.thread.call('readiness', { question, input: { recipe, costs } }));
  }

  /** Asks what may have to read all samples: it stops whoever asked such before, and tells how far it is. */
  async #survey<T>(ask: (question: number) => Promise<T>): Promise<T> {
    this.stop();
    this.#board.share = 0;
    const question = this.#question;
    const timer = setInterval(() => this.#surveying(this.#board.share), lookMs);
    try {
      return await ask(question);
    } finally {
      clearInterval(timer);
    }
  }

  /** A question about what was counted last; a count that comes after it stops it. */
  ask<M extends Asked>(method: M, input: Parameters<DatasetsApi[M]>[0]['input']) {
    return this.thread.call(method, { question: this.#question, input } as Parameters<DatasetsApi[M]>[0]);
  }

  stop(): void {
    this.#board.startFrom(++this.#question);
  }

  async close(): Promise<void> {
    this.stop();
    await this.thread.close();
  }
}
