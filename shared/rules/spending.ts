import type { PriceTable } from '../domain/costs.ts';
import { AssayError } from '../errors.ts';
import { amountText } from './readiness-costs.ts';

/** What something is expected to cost. Null is not known, never zero. */
type Expected = { amount: number | null; currency: PriceTable['currency'] };

/** What a person must type before it begins, because it costs more than `above` or nobody knows how much; null for nothing. */
export function toConfirm({ amount, currency }: Expected, above: number): string | null {
  if (amount === null) return 'unknown cost';
  return amount > above ? amountText(amount, currency) : null;
}

/** @param confirm what has to be typed; null for nothing */
export function isConfirmed(confirm: string | null, typed: string | null): boolean {
  return confirm === null || typed?.trim() === confirm;
}

/** @throws AssayError conflict where what it asks for was not typed */
export function mustBeConfirmed(what: 'run' | 'evaluation', confirm: string | null, typed: string | null): void {
  if (isConfirmed(confirm, typed)) return;
  throw new AssayError({
    kind: 'conflict',
    message: `This ${what} has to be confirmed by typing “${confirm}”.`,
    safe: 'Nothing was sent, and nothing was charged.',
    remedy: `Type “${confirm}” if you want to spend it.`,
  });
}
