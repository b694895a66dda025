import { youngGenerationMb } from '../jobs/start.ts';
import { RpcWorker } from '../store/worker.ts';
import { threadUrl } from '../threads.ts';
import type { Account } from './account.ts';
import type { SyncApi, SyncThreadData } from './api.ts';
import { signedOut } from './failures.ts';

/** The sync thread of whoever the workspace works for: there from the first exchange on. */
export class SyncThread {
  readonly #account: Account;
  readonly #files: SyncThreadData['files'];
  #worker: RpcWorker<SyncApi> | null = null;

  constructor(account: Account, files: SyncThreadData['files']) {
    this.#account = account;
    this.#files = files;
  }

  /** @throws AssayError signed-out in a workspace of one's own */
  open(): RpcWorker<SyncApi> {
    if (this.#worker) return this.#worker;
    const { team, member, device } = this.#account;
    if (!team || !member) throw signedOut();
    const data: SyncThreadData = { team, device, memberId: member.memberId, files: this.#files };
    this.#worker = new RpcWorker<SyncApi>('sync', threadUrl('sync'), data, {
      maxYoungGenerationSizeMb: youngGenerationMb,
    });
    return this.#worker;
  }

  /** Ends every call to the server that is under way. */
  async stop(): Promise<void> {
    if (!this.#worker?.running) return;
    await this.#worker.call('stop', null).catch(() => {
      // It has ended by itself, and with it its calls.
    });
  }

  /** Lets it end what it does; the next call opens another. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.close();
  }
}
