import type { z } from 'zod';
import { UsageError } from './exit.ts';

/** What a command was given, as its schema has it. @throws UsageError with the field that does not fit, and its bounds */
export function parsed<T>(schema: z.ZodType<T>, given: unknown, command: string): T {
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`${issue?.path.join('.') || 'What is given'}: ${issue?.message ?? 'does not fit'}.`, command);
}

/** A number as it was typed; one that is none does not fit any schema. */
export const typedNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));
