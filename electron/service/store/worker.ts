import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads';
import { AssayError, type ErrorReport, toReport } from '../../../shared/errors.ts';
import { translate } from './database.ts';

/** What a thread can be asked: plain data in, plain data out. */
export type Api = Record<string, (input: never) => unknown>;

type Request = { id: number; method: string; input: unknown };
type Response = { id: number } & ({ ok: true; value: unknown } | { ok: false; error: ErrorReport });

/** A thread that answers calls one after the other. It holds its own connections and is closed by asking, never killed. */
export class RpcWorker<T extends Api> {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #next = 0;
  #ended: Error | null = null;

  /** @param resourceLimits for a thread through which much streams */
  constructor(name: string, url: URL, data: unknown, resourceLimits: ResourceLimits = {}) {
    this.#worker = new Worker(url, { workerData: data, name, resourceLimits });
    this.#worker.on('message', (response: Response) => {
      const waiting = this.#waiting.get(response.id);
      this.#waiting.delete(response.id);
      if (response.ok) waiting?.resolve(response.value);
      else waiting?.reject(new AssayError(response.error));
    });
    this.#worker.on('error', (error) => this.#fail(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', () => this.#fail(new Error(`the ${name} thread has ended`)));
  }

  call<M extends keyof T & string>(method: M, input: Parameters<T[M]>[0]): Promise<Awaited<ReturnType<T[M]>>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: (value) => resolve(value as Awaited<ReturnType<T[M]>>), reject });
      this.#worker.postMessage({ id, method, input } satisfies Request);
    });
  }

  /** Lets the thread finish what it was asked, close its connections and end. */
  async close(): Promise<void> {
    if (this.#ended) return;
    const ended = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    this.#worker.postMessage(null);
    await ended;
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
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
    port.postMessage(await answer(api, request));
  });
}

async function answer(api: Api, { id, method, input }: Request): Promise<Response> {
  try {
    const handler = api[method];
    if (!handler) throw new Error(`no method ${method}`);
    return { id, ok: true, value: await handler(input as never) };
  } catch (thrown) {
    const error = translate('the workspace', thrown);
    if (!(error instanceof AssayError)) console.error(error);
    return { id, ok: false, error: toReport(error) };
  }
}
