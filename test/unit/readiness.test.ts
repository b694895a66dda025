import { describe, expect, it } from 'vitest';
import { overallOf, type ReadinessData, readinessOf } from '../../electron/service/readiness/readiness.ts';
import { readinessCriteria, readinessSchema } from '../../shared/domain/readiness.ts';
import { findingText, overallText } from '../../shared/rules/readiness.ts';
import { series } from '../fixtures/approval.ts';
import { readyData } from '../fixtures/readiness.ts';

const judged = (change: Partial<ReadinessData>) => readinessOf({ ...readyData(), ...change });
const title = (change: Partial<ReadinessData>) => overallText(judged(change)).title;
const thin = [
  { intent: 'refund', inDataset: 500, collected: 3_000 },
  { intent: 'hours', inDataset: 340, collected: 2_500 },
  { intent: 'decaf', inDataset: 6, collected: 420 },
];

describe('readiness', () => {
  it('is one finding a criterion, and parses as its own schema', () => {
    const readiness = judged({});
    expect(readiness.findings.map(({ criterion }) => criterion)).toEqual([...readinessCriteria]);
    expect(readinessSchema.parse(JSON.parse(JSON.stringify(readiness)))).toEqual(readiness);
    expect(readiness.findings.map(({ verdict }) => verdict)).toEqual(readinessCriteria.map(() => 'met'));
    expect(overallText(readiness)).toEqual({ title: 'Ready to fine-tune', detail: 'Every criterion is met.' });
  });

  it('of an empty workspace cannot tell, and breaks nothing', () => {
    const data = readyData();
    const nothing = { verdicts: [], edits: [], entrants: [], reReviewVerdicts: [], intents: [], dataset: null };
    const readiness = readinessOf({ ...data, ...nothing });
    expect(readiness.overall).toBe('cannot tell');
    expect(readinessSchema.parse(readiness)).toEqual(readiness);
    for (const finding of readiness.findings)
      expect(Object.values(findingText(finding)).join()).not.toMatch(/NaN|null|undefined/);
  });

  it('takes approval now from production where nobody says otherwise', () => {
    const cost = judged({}).findings.find((finding) => finding.criterion === 'cost');
    expect(cost?.saved).toBeCloseTo(8_000 * (0.9 - 0.8));
  });

  it('names the three intents that lack the most, and counts the others', () => {
    const intents = Array.from({ length: 12 }, (_, index) => ({
      intent: `intent ${index}`,
      collected: 100,
      inDataset: index < 6 ? 2 + index : 200,
    }));
    const coverage = judged({ intents }).findings.find((finding) => finding.criterion === 'coverage');
    expect(coverage && findingText(coverage).settle).toMatch(
      /^About \d+ more samples would settle it: \d+ of intent 0, \d+ of intent 1, \d+ of intent 2 and more of 3 other intents\.$/,
    );
  });

  it('is said in the words of the study', () => {
    expect(overallText(judged({ intents: thin }))).toEqual({
      title: 'Ready to fine-tune, but for coverage',
      detail: 'Scenario coverage: About 25 more samples would settle it: 25 of decaf.',
    });
    expect(title({ verdicts: series(Array.from({ length: 10 }, () => 92)) })).toBe('Not ready to fine-tune');
    expect(overallText(judged({ reReviewVerdicts: [], edits: [], intents: thin }))).toEqual({
      title: 'Cannot tell yet whether to fine-tune',
      detail:
        'Open: consistent corrections and re-review approval. ' +
        'Scenario coverage: About 25 more samples would settle it: 25 of decaf.',
    });
    expect(title({ verdicts: [] })).toBe('Cannot tell yet whether to fine-tune');
    expect(overallText(judged({ dataset: { samples: 400, reviewed: 400 }, intents: thin }))).toEqual({
      title: 'Not ready to fine-tune',
      detail:
        '6 of 8 criteria are met; not met: high-quality samples and coverage. ' +
        'High-quality samples: 100 more samples past the gate would do. ' +
        'Scenario coverage: About 25 more samples would settle it: 25 of decaf.',
    });
  });

  it('says each finding in a line', () => {
    const lines = judged({}).findings.map((finding) => {
      const { title, number, evidence } = findingText(finding);
      return `${title} | ${number} | ${evidence}`;
    });
    expect(lines).toEqual([
      'High-quality samples | 846 | of 500 needed, 1,000 ideal',
      'Production approval | 80.0 % | 75.7 to 83.7, below 85 %; 500 first-pass labels drawn at random, m, prompt v7, as of 1,000 of 1,000',
      'Plateaued | 0.0 points | last 500 against the 500 before, surely less than +5.7, and 8 would count',
      'Consistent corrections | 1 pattern | cover 25 % of 200 edits; 1 might be a prompt line instead',
      'Cost against benefit | pays back in 9 weeks | 1,511 EUR once, 800 EUR a month in return; prices of 2026-11-20',
      'Re-review approval | 100.0 % | 98.1 to 100.0, on 200 re-reviewed, needs 90 %',
      'Scenario coverage | 0 thin cells | entropy 0.93, of all collected 0.96',
      'Human reviewed | 100 % | of 846 samples that would be exported',
    ]);
  });
});

describe('what the findings come to', () => {
  it.each([
    [{}, 'ready'],
    [{ coverage: 'not met' }, 'ready but'],
    [{ re_review: 'cannot tell' }, 'cannot tell'],
    [{ re_review: 'cannot tell', coverage: 'not met' }, 'ready but'],
    [{ trend: 'cannot tell', coverage: 'not met' }, 'cannot tell'],
    [{ trend: 'not met', approval: 'cannot tell' }, 'not ready'],
  ] as const)('%j: %s', (verdicts, overall) => {
    const findings = readinessCriteria.map((criterion) => ({
      criterion,
      verdict: 'met' as const,
      ...pick(verdicts, criterion),
    }));
    expect(overallOf(findings)).toBe(overall);
  });
});

function pick(verdicts: Partial<Record<string, 'not met' | 'cannot tell'>>, criterion: string) {
  const verdict = verdicts[criterion];
  return verdict ? { verdict } : {};
}
