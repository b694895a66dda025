import { isConfirmed } from '../../shared/rules/spending.ts';
import { UsageError } from './exit.ts';

/**
 * @param confirm what has to be given before it is spent; null for nothing
 * @throws UsageError where `--confirm` does not say it
 */
export function mustConfirm(confirm: string | null, given: string | undefined, command: string): void {
  if (isConfirmed(confirm, given ?? null)) return;
  throw new UsageError(`What it may cost has to be confirmed: give --confirm “${confirm}” to spend it.`, command);
}
