import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './dispatch.ts';

/** What a keyring asks a person, and what a call waits for behind it, may never be answered. */
const patienceMs = 5_000;

/**
 * The calls that are under way. They end with the threads that they wait for, and may still write what came of them: closing
 * waits for them before the databases close.
 */
export class CallsUnderWay {
  readonly #calls = new Set<Promise<unknown>>();

  follow<T>(call: Promise<T>): Promise<T> {
    this.#calls.add(call);
    return call.finally(() => this.#calls.delete(call));
  }

  async close(): Promise<void> {
    await Promise.race([Promise.allSettled(this.#calls), sleep(patienceMs, null, { ref: false })]);
  }
}

/**
 * Closes parts one after the other, whatever fails.
 *
 * @throws the first failure, once all else is closed; others are in the log
 */
export async function closeAll(parts: readonly { close(): void | Promise<void> }[], log: Log): Promise<void> {
  const failures: unknown[] = [];
  for (const part of parts) {
    try {
      await part.close();
    } catch (error) {
      failures.push(error);
    }
  }
  const [first, ...others] = failures;
  for (const other of others) log('closing failed', other);
  if (failures.length > 0) throw first;
}
