import type { CallInput, CallOutput } from '../../../shared/contract/calls.ts';
import { RpcWorker } from '../store/worker.ts';
import { threadUrl } from '../threads.ts';
import { Board } from './board.ts';
import type { DatasetsApi } from './datasets.worker.ts';
import { writer } from './writer.ts';

/** How often it is looked how far a survey is. */
const lookMs = 200;

type Asked = 'fate' | 'samples' | 'line' | 'clusters' | 'personalData';

/** The thread for datasets, started when it is first asked. */
export class Datasets {
  readonly #folder: string;
  readonly #surveying: (share: number) => void;
  readonly #board = new Board();
  #thread: RpcWorker<DatasetsApi> | null = null;
  #question = 0;

  /** @param surveying told how far a survey is, from 0 to 1 */
  constructor(folder: string, surveying: (share: number) => void) {
    this.#folder = folder;
    this.#surveying = surveying;
  }

  get thread(): RpcWorker<DatasetsApi> {
    this.#thread ??= new RpcWorker<DatasetsApi>('datasets', threadUrl('datasets'), {
      folder: this.#folder,
      board: this.#board.shared,
      writer,
    });
    return this.#thread;
  }

  /** @throws AssayError cancelled when it was stopped or asked anew */
  async count(recipe: CallInput<'dataset.count'>): Promise<CallOutput<'dataset.count'>> {
    this.stop();
    this.#board.share = 0;
    const question = this.#question;
    const timer = setInterval(() => this.#surveying(this.#board.share), lookMs);
    try {
      return await this.thread.call('count', { question, input: recipe });
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
    await this.#thread?.close();
  }
}
