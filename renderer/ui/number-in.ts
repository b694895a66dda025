const plain = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const inThousands = /^-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;

/**
 * The number that somebody has typed; null for an empty field, NaN for what is none. Commas stand between thousands alone,
 * as Assay writes them itself: where another one could be a decimal comma, nobody's 0,001 becomes a one.
 */
export function numberIn(typed: string): number | null {
  const text = typed.trim();
  if (text === '') return null;
  if (!plain.test(text) && !inThousands.test(text)) return Number.NaN;
  const value = Number(text.replaceAll(',', ''));
  return Number.isFinite(value) ? value : Number.NaN;
}
