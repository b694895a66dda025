import type { z } from 'zod';
import { invalid } from './api-error.ts';
import type { State } from './state.ts';
import type { Blob, Hasher } from './storage.ts';

/** A file that came in a form, and the digests of all up to its end: a part of one goes on `from` those of the parts before. */
export type ReceivedFile = { field: string; filename: string; blob: Blob; from: Hasher; hasher: Hasher };
export type Form = { fields: Record<string, string>; file: ReceivedFile | null };

/** A request, read to its end. */
export type Asked = {
  params: Record<string, string>;
  query: URLSearchParams;
  /** What the JSON says; null where there is none. */
  json: unknown;
  form: Form | null;
  /** The time at which the request takes effect, in milliseconds since 1970. */
  now: number;
};

/** JSON, or bytes of a file. */
export type Answer = { json: unknown } | { content: AsyncIterable<Buffer>; bytes: number };

export type Act = (state: State, asked: Asked) => Answer | Promise<Answer>;

/** What a body says, or 400 with the name of what is wrong in it. */
export function parsed<T>(schema: z.ZodType<T>, json: unknown): T {
  const { success, data, error } = schema.safeParse(json ?? {});
  if (success) return data;
  const issue = error.issues[0];
  const param = issue?.path.join('.') || undefined;
  throw invalid(`Invalid ${param === undefined ? 'request' : `'${param}'`}: ${issue?.message}`, param);
}
