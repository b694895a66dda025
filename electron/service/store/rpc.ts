import { AssayError, type ErrorReport, toReport } from '../../../shared/errors.ts';
import { translate } from './database.ts';

/** What one thread answers another: plain data in, plain data out. */
export type Api = Record<string, (input: never) => unknown>;

export type Request = { id: number; method: string; input: unknown };
export type Response = { id: number } & ({ ok: true; value: unknown } | { ok: false; error: ErrorReport });

/** The calls of one side that the other has not answered yet. */
export class Calls {
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #next = 0;

  /** @returns what the other side answers. @throws AssayError that it threw */
  call(method: string, input: unknown, post: (request: Request) => void): Promise<unknown> {
    const id = this.#next++;
    return new Promise((resolve, reject) => {
      post({ id, method, input });
      this.#waiting.set(id, { resolve, reject });
    });
  }

  settle(response: Response): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (response.ok) waiting?.resolve(response.value);
    else waiting?.reject(new AssayError(response.error));
  }

  /** The other side has gone. */
  fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Runs what was asked and posts the answer. Never throws: an answer that cannot be posted is told as an error. */
export async function answer(api: Api, { id, method, input }: Request, post: (response: Response) => void) {
  try {
    const handler = api[method];
    if (!handler) throw new Error(`no method ${method}`);
    post({ id, ok: true, value: await handler(input as never) });
  } catch (thrown) {
    const error = translate('the workspace', thrown);
    if (!(error instanceof AssayError)) console.error(error);
    post({ id, ok: false, error: toReport(error) });
  }
}
