import { z } from 'zod';

const databaseError = z.object({
  code: z.string().regex(/^[0-9A-Z]{5}$/),
  message: z.string(),
  detail: z.string().nullish(),
  hint: z.string().nullish(),
});

/** The HTTP status that PostgREST gives a SQLSTATE. */
function statusOf(code: string): number {
  if (code === '23503' || code === '23505') return 409;
  if (/^(28|0L|0P)/.test(code)) return 403;
  if (/^(08|53|57P01)/.test(code)) return 503;
  if (/^(57|58|40|XX|38|39|2D|2F|25|09)/.test(code)) return 500;
  return 400;
}

/** SQLSTATEs that `@supabase/lite` answers as PostgREST does; it turns every other into a 500 without a code. */
const known = /^(PT|21|22|42|53|55)|^(23502|23503|23505|25006)$/;

/** Makes `@supabase/lite` answer an error of the database with its code, detail and hint. */
export function normalizeDbError(error: unknown): unknown {
  const parsed = databaseError.safeParse(error);
  if (!parsed.success || known.test(parsed.data.code)) return error;
  const { code, message, detail, hint } = parsed.data;
  return Object.assign(new Error(JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null })), {
    // The SQLSTATE under which a function of PostgREST makes its own answer.
    code: 'PGRST',
    detail: JSON.stringify({ status: statusOf(code), headers: {} }),
  });
}
