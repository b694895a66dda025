import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads';
import { workspaceClosed } from './closed.ts';
import { type Api, answer, Calls, type Request, type Response } from './rpc.ts';

/**
 * A thread that answers calls one after the other. It starts with the first, or when it is told to, and anew after a defect
 * ended it. It holds its own connections and is closed by asking, never killed.
 */
export class RpcWorker<T extends Api> {
  readonly #name: string;
  readonly #create: () => Worker;
  #running: { worker: Worker; calls: Calls } | null = null;
  #closed = false;

  /** @param resourceLimits for a thread through which much streams */
  constructor(name: string, url: URL, data: unknown, resourceLimits: ResourceLimits = {}) {
    this.#name = name;
    this.#create = () => new Worker(url, { workerData: data, name, resourceLimits });
  }

  get running(): boolean {
    return this.#running !== null;
  }

  start(): { worker: Worker; calls: Calls } {
    if (this.#running) return this.#running;
    const running = { worker: this.#create(), calls: new Calls() };
    const end = (error: Error) => {
      if (this.#running === running) this.#running = null;
      running.calls.fail(error);
    };
    running.worker.on('message', (response: Response) => running.calls.settle(response));
    running.worker.on('error', (error) => end(error instanceof Error ? error : new Error(String(error))));
    // Unasked, it is a defect.
    running.worker.on('exit', () =>
      end(this.#closed ? workspaceClosed() : new Error(`the ${this.#name} thread has ended`)),
    );
    this.#running = running;
    return running;
  }

  /** @throws AssayError cancelled once it is closed, beside what the thread throws */
  call<M extends keyof T & string>(method: M, input: Parameters<T[M]>[0]): Promise<Awaited<ReturnType<T[M]>>> {
    if (this.#closed) return Promise.reject(workspaceClosed());
    const { worker, calls } = this.start();
    const answered = calls.call(method, input, (request) => worker.postMessage(request));
    return answered as Promise<Awaited<ReturnType<T[M]>>>;
  }

  /** Lets the thread finish what it was asked, close its connections and end. */
  async close(): Promise<void> {
    this.#closed = true;
    if (!this.#running) return;
    const { worker } = this.#running;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.postMessage(null);
    await ended;
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
