import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { type Epoch, epochSchema } from '../../../shared/sync/protocol.ts';
import type { Meta } from '../store/meta.ts';

const key = 'epoch';

const stateSchema = z.object({
  /** Null until the server has answered for the first time. */
  history: epochSchema.pick({ system: true, timeline: true }).nullable(),
  /** The nonce that vouches for the rows here; null while none does. */
  confirmed: z.uuid().nullable(),
  /** A nonce that was sent, and may have arrived. */
  proposed: z.uuid().nullable(),
});
type State = z.infer<typeof stateSchema>;

const unknown: State = { history: null, confirmed: null, proposed: null };

/** What a call says of nonces: the one that it takes the server to know, and the one to put in its place. */
export type Proposal = { known: string | null; nonce: string };

/**
 * Tells a server that went on from one that was restored.
 *
 * Every call that brings rows also leaves a new nonce there, in the transaction that reads them: a server that still knows
 * the nonce still has those rows. Restored to a time before, it names an older one, and everything is compared anew.
 * Losing the last writes of corpus.db at a power cut looks the same, and costs no more than that comparison.
 *
 * Answers get lost, and then two things would hide a restore. The server therefore puts a nonce only in the place of the one
 * that this device knows: otherwise a first call after a restore, its answer lost, would leave the very nonce that the next
 * one looks for. And a nonce that had arrived before vouches for no row of a later answer.
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

  /** For the next call, kept before it is sent; the same nonce again until it is answered. */
  propose(): Proposal {
    const { confirmed, proposed } = this.#state;
    if (proposed) return { known: confirmed, nonce: proposed };
    const nonce = uuidv4();
    this.#state = { ...this.#state, proposed: nonce };
    this.save();
    return { known: confirmed, nonce };
  }

  /** Whether an answer comes from the history that the rows here were read from. */
  continues({ system, timeline, witness }: Epoch): boolean {
    const { history, confirmed, proposed } = this.#state;
    const same = history === null || (history.system === system && history.timeline === timeline);
    return same && (witness === confirmed || (witness !== null && witness === proposed));
  }

  /**
   * The call with this nonce was answered: the server has it now. Kept with what is saved next.
   *
   * @returns whether the nonce vouches for the rows of that answer: not when an earlier try had left it
   */
  answered(nonce: string, { system, timeline, witness }: Epoch): boolean {
    this.#state = { history: { system, timeline }, confirmed: nonce, proposed: null };
    return witness !== nonce;
  }

  save(): void {
    this.#meta.set(key, JSON.stringify(this.#state));
  }

  /** Goes on from the history that was told: where nothing is held to be known of it. */
  adopt({ system, timeline, witness }: Epoch): void {
    this.#state = { history: { system, timeline }, confirmed: witness, proposed: null };
    this.save();
  }
}
