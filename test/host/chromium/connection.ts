import type { Readable, Writable } from 'node:stream';
import type { Command, CommandParams, CommandResult, ProtocolEvent } from './protocol.ts';

type Incoming = { id: number; result?: unknown; error?: { message: string } } | (ProtocolEvent & { id?: undefined });
type Waiting = { method: Command; resolve: (result: never) => void; reject: (error: Error) => void };

const SEPARATOR = 0;

/**
 * DevTools protocol over Chromium's debugging pipe: JSON messages that end in a zero byte.
 * A pipe and no port, because it closes with this process however that ends, and Chromium leaves when it closes.
 */
export class Connection {
  readonly #output: Writable;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #closed = false;

  constructor(output: Writable, input: Readable, onEvent: (event: ProtocolEvent) => void) {
    this.#output = output;
    // A write to a dead Chromium fails here; the end of the input tells everybody who waits.
    output.on('error', () => this.#close());
    input.on('error', () => this.#close());
    input.on('close', () => this.#close());
    let parts: Buffer[] = [];
    input.on('data', (chunk: Buffer) => {
      let start = 0;
      for (let end = chunk.indexOf(SEPARATOR); end >= 0; end = chunk.indexOf(SEPARATOR, start)) {
        parts.push(chunk.subarray(start, end));
        start = end + 1;
        const text = parts.length === 1 ? String(parts[0]) : Buffer.concat(parts).toString();
        parts = [];
        this.#receive(JSON.parse(text), onEvent);
      }
      if (start < chunk.length) parts.push(chunk.subarray(start));
    });
  }

  send<M extends Command>(method: M, params?: CommandParams<M>, sessionId?: string): Promise<CommandResult<M>> {
    if (this.#closed) return Promise.reject(closed(method));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #receive(message: Incoming, onEvent: (event: ProtocolEvent) => void): void {
    if (message.id === undefined) {
      onEvent(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result as never);
  }

  #close(): void {
    this.#closed = true;
    for (const { method, reject } of this.#waiting.values()) reject(closed(method));
    this.#waiting.clear();
  }
}

const closed = (method: Command) => new Error(`${method}: Chromium has closed the connection`);
