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
  /** Nonces that were sent since, and may have arrived. */
  proposed: z.array(z.uuid()),
});
type State = z.infer<typeof stateSchema>;

const unknown: State = { history: null, confirmed: null, proposed: [] };
/** More answers than that are not lost in a row; if they are, everything is compared anew. */
const mostProposed = 100;

/** What a call says of nonces: the one that it takes the server to know, and the one to put in its place. */
export type Proposal = { known: string | null; nonce: string };

/**
 * Tells a server that went on from one that was restored.
 *
 * Every call that brings rows also leaves a new nonce there, in the transaction that reads them: a server that still knows
 * the nonce still has those rows. Restored to a time before, it names an older one, and everything is compared anew.
 * Losing the last writes of corpus.db at a power cut looks the same, and costs no more than that comparison.
 *
 * Answers get lost, and requests come late, which must not hide a restore. The server therefore puts a nonce only in the
 * place of the one that this device knows: otherwise a first call after a restore, its answer lost, would leave a nonce that
 * the next one takes for its own. And no nonce is sent twice: one that had arrived before would vouch for rows that only a
 * later answer brings.
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

  /** For the next call, kept before it is sent. */
  propose(): Proposal {
    const nonce = uuidv4();
    this.#state = { ...this.#state, proposed: [...this.#state.proposed, nonce].slice(-mostProposed) };
    this.save();
    return { known: this.#state.confirmed, nonce };
  }

  /** Whether an answer comes from the history that the rows here were read from. */
  continues({ system, timeline, witness }: Epoch): boolean {
    const { history, confirmed, proposed } = this.#state;
    const same = history === null || (history.system === system && history.timeline === timeline);
    return same && (witness === confirmed || (witness !== null && proposed.includes(witness)));
  }

  /**
   * A call was answered by the history that this device knows. Kept with what is saved next.
   *
   * @returns whether the nonce of the call vouches for the rows of the answer: not when the server had another one, of a call
   *   whose answer was lost, and left it
   */
  answered({ known, nonce }: Proposal, { system, timeline, witness }: Epoch): boolean {
    const taken = witness === known;
    this.#state = { history: { system, timeline }, confirmed: taken ? nonce : witness, proposed: [] };
    return taken;
  }

  save(): void {
    this.#meta.set(key, JSON.stringify(this.#state));
  }

  /** Goes on from the history that was told: where nothing is held to be known of it. */
  adopt({ system, timeline, witness }: Epoch): void {
    this.#state = { history: { system, timeline }, confirmed: witness, proposed: [] };
    this.save();
  }
}
