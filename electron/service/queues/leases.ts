import { setTimeout as after } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  type ClaimAnswer,
  claimAnswerSchema,
  extendAnswerSchema,
  releaseAnswerSchema,
} from '../../../shared/sync/protocol.ts';
import type { Connection } from '../store/database.ts';
import type { Meta } from '../store/meta.ts';
import type { SyncEngine } from '../sync/engine.ts';

const claimSchema = z.object({ claim_id: z.uuid(), queue_id: z.uuid(), count: z.int(), until: z.string() });

/** How long to wait for a claim that is held back, before it is left to the next exchange. */
const claimedAfterMs = [100, 300, 1_000, 3_000, 5_000];

/** Work taken for an offline stretch, prolonged and given back. All of it needs the server; what was taken does not. */
export class Leases {
  readonly #meta: Meta;
  readonly #sync: SyncEngine;
  readonly #claimed;

  /** @param meta of work.db: a claim on its way is remembered there */
  constructor(meta: Meta, corpus: Connection, sync: SyncEngine) {
    this.#meta = meta;
    this.#sync = sync;
    this.#claimed = corpus
      .prepare<[string, string], number>(
        `SELECT count(*) FROM assignments
         WHERE queue_id = ? AND id IS NOT NULL AND json_extract(body, '$.claim_id') = ?`,
      )
      .pluck();
  }

  /** Takes samples of a queue. A claim whose answer was lost is repeated under its id, and not made twice. */
  async claim(queueId: string, count: number, until: string): Promise<ClaimAnswer> {
    const wanted = { queue_id: queueId, count, until };
    const open = claimSchema.safeParse(JSON.parse(this.#meta.get('claim') ?? 'null')).data;
    const same = open && open.queue_id === queueId && open.count === count && open.until === until;
    const claim = same ? open : { claim_id: uuidv7(), ...wanted };
    this.#meta.set('claim', JSON.stringify(claim));
    const answer = await this.#sync.ask('assay_claim', claim, claimAnswerSchema);
    this.#meta.set('claim', 'null');
    await this.#bring(answer);
    return answer;
  }

  /**
   * Pulls what was claimed. While somebody else's transaction is open on the server, the feed holds back what is newer; the
   * person who claims is about to go offline, so it is asked for again.
   */
  async #bring({ claim_id, queue_id, claimed }: ClaimAnswer): Promise<void> {
    for (const delay of claimedAfterMs) {
      const { problem } = await this.#sync.now({ anew: false });
      if (problem || (this.#claimed.get(queue_id, claim_id) ?? 0) >= claimed) return;
      await after(delay);
    }
  }

  /** Prolongs everything open of a queue, and takes back what has expired and is still free. @returns how many */
  async extend(queueId: string, until: string): Promise<number> {
    const { extended } = await this.#sync.ask('assay_extend', { queue_id: queueId, until }, extendAnswerSchema);
    await this.#sync.now({ anew: false });
    return extended;
  }

  /** Gives back everything open of a queue, after what was done in it has been sent. @returns how many */
  async release(queueId: string): Promise<number> {
    await this.#sync.now({ anew: false });
    const { released } = await this.#sync.ask('assay_release', { queue_id: queueId }, releaseAnswerSchema);
    await this.#sync.now({ anew: false });
    return released;
  }
}
