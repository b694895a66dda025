import type { z } from 'zod';
import type { ErrorReport } from '../errors.ts';

/** One call: what goes in and what comes back, both parsed where they arrive. */
export type CallSpec = { input: z.ZodType; output: z.ZodType };

export function call<I extends z.ZodType, O extends z.ZodType>(input: I, output: O): { input: I; output: O } {
  return { input, output };
}

/** What crosses the bridge: a value or a report. Thrown errors lose their fields there, so none is thrown across. */
export type CallResult<T> = { ok: true; value: T } | { ok: false; error: ErrorReport };
