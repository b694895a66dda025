import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { type Epoch, epochSchema } from '../../../shared/sync/protocol.ts';
import type { Meta } from '../store/meta.ts';

const key = 'epoch';

const stateSchema = z.object({
  /** Null until the server has answered for the first time. */
  history: epochSchema.pick({ system: true, timeline: true }).nullable(),
  /** The last nonce whose call was answered. */
  confirmed: z.uuid().nullable(),
  /** A nonce that was sent, and may have arrived. */
  proposed: z.uuid().nullable(),
});
type State = z.infer<typeof stateSchema>;

const unknown: State = { history: null, confirmed: null, proposed: null };

/**
 * Tells a server that went on from one that was restored.
 *
 * Every call that brings rows also leaves a new nonce there, in the transaction that reads them: a server that still knows
 * the nonce still has those rows. Restored to a time before, it names an older one, and everything is compared anew.
 * Losing the last writes of corpus.db at a power cut looks the same, and costs no more than that comparison.
 */
export class EpochKeeper {
  readonly #meta: Meta;
  #state: State;

  /** @param meta of corpus.db: the nonces belong to the rows and cursors that they vouch for */
  constructor(meta: Meta) {
    this.#meta = meta;
    const stored = meta.get(key);
    this.#state = stored === null ? unknown : stateSchema.parse(JSON.parse(stored));
  }

  /** The nonce for the next call, kept before it is sent; the same one again until it is answered. */
  propose(): string {
    if (this.#state.proposed) return this.#state.proposed;
    const proposed = uuidv4();
    this.#state = { ...this.#state, proposed };
    this.save();
    return proposed;
  }

  /** Whether an answer comes from the history that the rows here were read from. */
  continues({ system, timeline, witness }: Epoch): boolean {
    const { history, confirmed, proposed } = this.#state;
    if (!history) return true;
    const same = history.system === system && history.timeline === timeline;
    return same && witness !== null && (witness === confirmed || witness === proposed);
  }

  /** The call with this nonce was answered: the server has it now. Kept with what is saved next. */
  answered(nonce: string, { system, timeline }: Epoch): void {
    this.#state = { history: { system, timeline }, confirmed: nonce, proposed: null };
  }

  save(): void {
    this.#meta.set(key, JSON.stringify(this.#state));
  }

  /** Whatever answers next is taken as the history to go on from. */
  forget(): void {
    this.#state = unknown;
    this.save();
  }
}
