import type { CallResult } from './call.ts';
import type { CallInput, CallName, CallOutput } from './calls.ts';
import type { EventName, EventPayload } from './events.ts';

/** The one object that the preload exposes, as `window.assay`. */
export type Bridge = {
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<CallResult<CallOutput<N>>>;
  /** Returns the function that stops listening. */
  on<N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void): () => void;
  /** The path of a dropped file, which may then be imported; null when the file is not on this disk. */
  dropped(file: File): Promise<string | null>;
};

/** The channel names of the bridge; nothing else crosses. */
export const channels = { call: 'assay:call', event: 'assay:event', dropped: 'assay:dropped' } as const;
