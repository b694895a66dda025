import type { z } from 'zod';
import type { CallResult, CallSpec } from '../../shared/contract/call.ts';
import { AssayError, toReport } from '../../shared/errors.ts';
import { translate } from './store/database.ts';

/** Where what was not expected goes: a person sees a sentence, the log sees the stack. */
export type Log = (message: string, error: unknown) => void;

/**
 * Answers one call of the contract: parses what comes in, runs the handler, parses what goes out.
 *
 * Never throws and never lets a stack out: an AssayError becomes its report, a disk that refuses is said to be one, and
 * anything else is logged and reported as internal.
 */
export async function dispatch(
  name: string,
  spec: CallSpec,
  handler: (input: never) => unknown,
  input: unknown,
  log: Log,
): Promise<CallResult<unknown>> {
  try {
    const parsed = spec.input.safeParse(input);
    if (!parsed.success) throw badInput(name, parsed.error);
    return { ok: true, value: spec.output.parse(await handler(parsed.data as never)) };
  } catch (thrown) {
    const error = translate('the workspace', thrown);
    if (!(error instanceof AssayError)) log(`call ${name} failed`, error);
    return { ok: false, error: toReport(error) };
  }
}

function badInput(name: string, error: z.ZodError): AssayError {
  const [issue] = error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  return new AssayError({
    kind: 'invalid-input',
    message: `The call ${name} was refused: ${where}${issue?.message ?? 'its input does not fit'}.`,
    safe: 'Nothing was changed.',
    remedy: 'This is a defect of the caller; please report it.',
  });
}
