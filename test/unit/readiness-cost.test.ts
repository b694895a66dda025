import { describe, expect, it } from 'vitest';
import { type CostFigures, costFinding } from '../../electron/service/readiness/economics.ts';
import { type CostAssumptions, costInputs, type ModelPrice, priceTableSchema } from '../../shared/domain/costs.ts';
import { findingText } from '../../shared/rules/readiness.ts';

const price: ModelPrice = {
  model: 'tuned',
  asOf: '2026-11-20',
  source: 'https://prices.example/tuned',
  training: 10,
  baseInput: 1,
  baseOutput: 4,
  tunedInput: 2,
  tunedOutput: 6,
  hosting: 0.1,
  shutdown: '2027-11-26',
};
const assumptions: CostAssumptions = {
  model: 'tuned',
  epochs: 3,
  wagePerHour: 30,
  answersPerMonth: 8_000,
  inputTokensPerAnswer: 1_000,
  outputTokensPerAnswer: 200,
  costPerPoorAnswer: 2,
  approvalNow: 0.8,
  approvalExpected: 0.9,
};

function figures(change: {
  price?: Partial<ModelPrice>;
  assumptions?: Partial<CostAssumptions>;
  trainingTokens?: number | null;
}): CostFigures {
  return {
    prices: { currency: 'USD', models: [{ ...price, ...change.price }] },
    assumptions: { ...assumptions, ...change.assumptions },
    trainingTokens: change.trainingTokens === undefined ? 1_000_000 : change.trainingTokens,
    labelingHours: 40,
    asOf: '2026-11-26T00:00:00Z',
  };
}

describe('cost against benefit', () => {
  it('adds up', () => {
    const finding = costFinding(figures({}));
    expect(finding).toMatchObject({ verdict: 'met', training: 30, labeling: 1_200, once: 1_230, missing: [] });
    // 8,000 answers × 10 points × 2; 730.5 hours × .1; 8,000 × (1,000 × 1 + 200 × 2) tokens at a millionth.
    expect(finding.saved).toBeCloseTo(1_600);
    expect(finding.hosting).toBeCloseTo(73.05);
    expect(finding.tokens).toBeCloseTo(11.2);
    expect(finding.monthly).toBeCloseTo(1_515.75);
    expect(finding.paysBackMonths).toBeCloseTo(1_230 / 1_515.75);
    expect(finding.monthsToShutdown).toBeCloseTo(12, 1);
    expect(findingText(finding)).toEqual({
      title: 'Cost against benefit',
      number: 'pays back in 4 weeks',
      evidence:
        '1,230 USD once, 1,516 USD a month in return, 12 months until the model’s shutdown; prices of 2026-11-20',
      settle: null,
    });
  });

  it('does not pay back before the shutdown, and says from what gain it would', () => {
    const finding = costFinding(figures({ price: { shutdown: '2026-12-10' } }));
    expect(finding).toMatchObject({ verdict: 'not met', settle: null });
    const gain = finding.breakEvenGain ?? 0;
    const enough = { approvalExpected: 0.8 + gain + 0.001 };
    const short = { approvalExpected: 0.8 + gain - 0.001 };
    expect(costFinding(figures({ price: { shutdown: '2026-12-10' }, assumptions: enough })).verdict).toBe('met');
    expect(costFinding(figures({ price: { shutdown: '2026-12-10' }, assumptions: short })).verdict).toBe('not met');
  });

  it('has no end where none is announced', () => {
    const finding = costFinding(figures({ price: { shutdown: 'none' } }));
    expect(finding).toMatchObject({ verdict: 'met', monthsToShutdown: null });
  });

  it('never pays back what loses money every month, whatever else is missing', () => {
    const finding = costFinding(figures({ price: { hosting: 5, shutdown: null }, trainingTokens: null }));
    expect(finding).toMatchObject({
      verdict: 'not met',
      paysBackMonths: null,
      missing: ['shutdown', 'trainingTokens'],
    });
    expect(findingText(finding).number).toBe('never pays back');
  });

  it.each(costInputs.filter((input) => input !== 'model' && input !== 'labelingHours'))(
    'names %s where it is missing',
    (input) => {
      const none = { [input]: null };
      const finding = costFinding(
        input === 'trainingTokens'
          ? figures({ trainingTokens: null })
          : input in price
            ? figures({ price: none })
            : figures({ assumptions: none }),
      );
      expect(finding).toMatchObject({ verdict: 'cannot tell', missing: [input], settle: { inputs: [input] } });
      expect(JSON.stringify(finding)).not.toContain('NaN');
    },
  );

  it('asks for the model’s row, not for each of its prices', () => {
    const finding = costFinding(figures({ assumptions: { model: 'another', wagePerHour: null } }));
    expect(finding).toMatchObject({ verdict: 'cannot tell', prices: null, missing: ['model', 'wagePerHour'] });
    expect(findingText(finding).settle).toBe('Missing: the model’s prices and the wage.');
  });
});

it('takes a price table only with dated, sourced rows, one a model', () => {
  const table = (...models: unknown[]) => priceTableSchema.safeParse({ currency: 'USD', models }).success;
  expect(table(price)).toBe(true);
  expect(table(price, price)).toBe(false);
  expect(table({ ...price, source: 'a friend' })).toBe(false);
  expect(table({ ...price, asOf: 'November' })).toBe(false);
  expect(table({ ...price, training: -1 })).toBe(false);
});
