import { z } from 'zod';
import { median, medianInterval } from './stats.ts';

/** One figure of a bench: what each round measured, on both sides where there are two. */
export type Measure = {
  /** The bench and what was measured in it, as `budgets.json` names it. */
  name: string;
  unit: string;
  product: readonly number[];
  reference: readonly number[] | null;
};

/**
 * What a figure must reach. `ratio`: product by reference, round by round. `difference`: product less reference.
 * `value`: the product's own figure.
 */
export const budgetSchema = z.union([
  z.strictObject({ of: z.enum(['ratio', 'difference', 'value']), most: z.number() }),
  z.strictObject({ of: z.enum(['ratio', 'difference', 'value']), least: z.number() }),
]);
export type Budget = z.infer<typeof budgetSchema>;

/** One line of the answer. The budget is of `ratio` where there is a ratio, else of `value`. */
export type Verdict = {
  name: string;
  value: number;
  unit: string;
  reference: number | null;
  ratio: number | null;
  budget: number;
  ok: boolean;
};

/**
 * Holds a figure against its budget. The figure is the median over the rounds; it fails only when the interval of that
 * median (stats.ts) lies wholly beyond the budget, so that one noisy round fails nothing.
 */
export function judge({ name, unit, product, reference }: Measure, budget: Budget): Verdict {
  const judged = product.map((value, round) => {
    const beside = reference?.[round];
    if (budget.of === 'value') return value;
    if (beside === undefined) throw new Error(`${name} has a budget of a ${budget.of} and no reference`);
    return budget.of === 'ratio' ? value / beside : value - beside;
  });
  const { low, high } = medianInterval(judged);
  const figure = median(judged);
  return {
    name,
    value: round(budget.of === 'difference' ? figure : median(product)),
    unit,
    reference: reference && round(median(reference)),
    ratio: budget.of === 'ratio' ? round(figure) : null,
    budget: 'most' in budget ? budget.most : budget.least,
    ok: 'most' in budget ? low <= budget.most : high >= budget.least,
  };
}

/** Four digits are more than any of these figures knows. */
function round(value: number): number {
  return Number(value.toPrecision(4));
}
