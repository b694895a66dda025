import type { CostInput, ModelPrice } from '../domain/costs.ts';
import type { CostFinding, CountedReadiness } from '../domain/readiness.ts';
import { costInputNames, dayText, hundredth, listed, number, percent, sentence, span } from './readiness-words.ts';

/** A line of the account: what it is, how it comes about, and the amount. */
export type CostLine = { name: string; how: string; amount: string; total: boolean };

/** `6.40 USD`, and whole ones from a hundred on. */
export function amountText(amount: number | null, currency: string): string {
  if (amount === null) return 'not known';
  const size = Math.abs(amount);
  return `${amount < 0 ? '−' : ''}${size < 100 ? hundredth(size) : number(size)} ${currency}`;
}

const orUnknown = (value: number | null, write: (known: number) => string): string =>
  value === null ? '?' : write(value);

/** The account of a fine-tune: what is paid once, what a month brings and costs, and what that comes to. */
export function costLines(
  { costs, figures }: CountedReadiness,
  cost: CostFinding,
  approvalNow: number | null,
): CostLine[] {
  const { assumptions, prices } = costs;
  const { currency } = cost;
  const price = prices.models.find(({ model }) => model === assumptions.model);
  const each = (amount: number | null | undefined) => `${orUnknown(amount ?? null, hundredth)} ${currency}`;
  const share = (of: number | null) => `${orUnknown(of, percent)} %`;
  const line = (name: string, how: string, amount: number | null, total = false): CostLine => {
    return { name, how, amount: amountText(amount, currency), total };
  };
  const tokens = orUnknown(figures.trainingTokens, number);
  const epochs = orUnknown(assumptions.epochs, number);
  const hours = orUnknown(figures.labelingHours, hundredth);
  const answers = orUnknown(assumptions.answersPerMonth, number);
  const from = share(assumptions.approvalNow ?? approvalNow);
  const to = share(assumptions.approvalExpected);
  return [
    line('Training', `${tokens} tokens × ${epochs} epochs, ${each(price?.training)} a million`, cost.training),
    line('Labeling', `${hours} hours at work, ${each(assumptions.wagePerHour)} an hour`, cost.labeling),
    line('Once', 'what was paid, and what training adds', cost.once, true),
    line(
      'Fewer poor answers',
      `of ${answers} a month, approval from ${from} to ${to}, ${each(assumptions.costPerPoorAnswer)} each`,
      cost.saved,
    ),
    line('Hosting', `${each(price?.hosting)} an hour, day and night`, negative(cost.hosting)),
    line('Tokens', 'the tuned model against its base, for the same answers', negative(cost.tokens)),
    line('A month', 'what is left', cost.monthly, true),
  ];
}

function negative(value: number | null): number | null {
  return value === null ? null : value === 0 ? 0 : -value;
}

/** What the account comes to, in a sentence. */
export function costSentence({ paysBackMonths, monthsToShutdown, breakEvenGain, missing }: CostFinding): string {
  if (missing.length > 0) return `${sentence(`missing: ${namesOf(missing)}`)} What is missing is not taken for zero.`;
  const ends =
    monthsToShutdown === null ? 'No end of the model is announced.' : `The model ends in ${span(monthsToShutdown)}.`;
  const gain =
    breakEvenGain === null || breakEvenGain > 1
      ? 'No gain in approval would pay back.'
      : `A gain of ${percent(breakEvenGain)} points in approval would just pay back.`;
  return `${paysBackMonths === null ? 'It never pays back.' : `It pays back in ${span(paysBackMonths)}.`} ${ends} ${gain}`;
}

function namesOf(missing: readonly CostInput[]): string {
  return listed(missing.map((input) => costInputNames[input]));
}

/** When a tuned model ends. */
export function endText(shutdown: ModelPrice['shutdown']): string {
  if (shutdown === null) return 'not known';
  return shutdown === 'none' ? 'no end' : dayText(shutdown, true);
}
