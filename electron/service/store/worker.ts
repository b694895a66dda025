import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads';
import { workspaceClosed } from './closed.ts';
import { type Api, answer, Calls, type Request, type Response } from './rpc.ts';

/** A thread that answers calls one after the other. It holds its own connections and is closed by asking, never killed. */
export class RpcWorker<T extends Api> {
  readonly #worker: Worker;
  readonly #calls = new Calls();
  #ended: Error | null = null;
  #closing = false;

  /** @param resourceLimits for a thread through which much streams */
  constructor(name: string, url: URL, data: unknown, resourceLimits: ResourceLimits = {}) {
    this.#worker = new Worker(url, { workerData: data, name, resourceLimits });
    this.#worker.on('message', (response: Response) => this.#calls.settle(response));
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    // Unasked, it is a defect.
    this.#worker.on('exit', () =>
      this.#fail(this.#closing ? workspaceClosed() : new Error(`the ${name} thread has ended`)),
    );
  }

  call<M extends keyof T & string>(method: M, input: Parameters<T[M]>[0]): Promise<Awaited<ReturnType<T[M]>>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const answered = this.#calls.call(method, input, (request) => this.#worker.postMessage(request));
    return answered as Promise<Awaited<ReturnType<T[M]>>>;
  }

  /** Lets the thread finish what it was asked, close its connections and end. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#closing = true;
    const ended = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.postMessage(null);
    await ended;
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    this.#calls.fail(error);
  }
}

/** The other side: answers calls until the owner closes the thread, then releases what it holds. */
export function serve<T extends Api>(api: T, close: () => void): void {
  const port = parentPort;
  if (!port) throw new Error('serve() runs in a worker thread');
  port.on('message', async (request: Request | null) => {
    if (!request) {
      close();
      port.close();
      return;
    }
    await answer(api, request, (response) => port.postMessage(response));
  });
}
