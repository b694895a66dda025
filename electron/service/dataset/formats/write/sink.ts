import type { JsonObject } from '../format.ts';

/** Where a file goes. It takes all of what it is given before it returns: the bytes may be overwritten after that. */
export type Sink = { write(part: string | Uint8Array): void };

/** Writes rows as a file of one container. Nothing is whole before `finish`. */
export type RowWriter = {
  write(row: JsonObject): void;
  /** Writes what is left. The sink is the caller's to close. */
  finish(): void;
};
