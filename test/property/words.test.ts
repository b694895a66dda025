import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExperimentCriteria, type Metric, metrics } from '../../shared/domain/experiment.ts';
import { verdictSentence } from '../../shared/rules/evaluation-words.ts';
import { barOf, betterWhen, metricVerdict } from '../../shared/rules/experiment-metric.ts';
import { metricText } from '../../shared/rules/experiment-words.ts';

/** Anything, or so near to a limit that rounding would put it there. To eight digits: a billionth from it counts as at it. */
const around = (limits: readonly number[]) =>
  fc
    .oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc
        .tuple(fc.constantFrom(...limits), fc.constantFrom(-1, 0, 1), fc.double({ min: 2, max: 8, noNaN: true }))
        .map(([limit, side, places]) => limit + side * 10 ** -places),
    )
    .map((value) => Math.round(value * 1e8) / 1e8);
/** An interval with its estimate. */
const interval = (limits: readonly number[]) =>
  fc
    .array(around(limits), { minLength: 3, maxLength: 3 })
    .map((drawn) => drawn.toSorted((a, b) => a - b))
    .map(([low = 0, estimate = 0, high = 0]) => ({ low, estimate, high }));

/** As people type them: with four digits at most. */
const typed = fc.integer({ min: 1, max: 4_000 }).map((value) => value / 10_000);
const criteria: fc.Arbitrary<ExperimentCriteria> = fc.record({ bar: typed, margin: typed }).map(({ bar, margin }) => ({
  approval: { bar, expected: 1 },
  edits: { bar, expected: 1 },
  csat: { bar, expected: 1 },
  violations: { margin },
}));
const readings = fc
  .tuple(fc.constantFrom(...metrics), criteria)
  .chain(([metric, asked]) =>
    interval([0, barOf(metric, { criteria: asked })]).map((difference) => ({ metric, criteria: asked, difference })),
  );

const figureOf = (text: string | undefined) => Number(text?.replace('−', '-'));

/** What a finding claims, of the figures of its own sentence turned so that more is better. */
function holds(
  finding: string,
  metric: Metric,
  [estimate = 0, low = 0, high = 0, bar = 0]: readonly number[],
): boolean {
  const [, claim = finding] = /^(.*?)(?: the (?:bar|margin) of.*)?$/.exec(finding) ?? [];
  switch (claim) {
    case 'past':
      return estimate >= bar && low > 0;
    case 'surely worse':
      return high < 0;
    case 'surely short of':
      return high < bar;
    case 'not clear of zero':
      return low <= 0;
    case 'surely better, short of':
      return low > 0 && estimate < bar;
    case 'surely below':
      return low > bar;
    case 'surely beyond':
      return high < bar;
    case 'not surely below':
      return low <= bar && high >= bar;
    default:
      throw new Error(`${metric}: ${finding}`);
  }
}

describe('what is said of a number', () => {
  it('is not contradicted by the figures in the sentence of a metric', () => {
    fc.assert(
      fc.property(readings, ({ metric, criteria: asked, difference }) => {
        const known = { metric, control: { n: 9, value: 0.5 }, treatment: { n: 9, value: 0.5 } };
        const comparison = { ...known, difference: { ...difference, confidence: 0.95 } };
        const verdict = metricVerdict(comparison, asked);
        const text = metricText({ ...comparison, verdict }, { criteria: asked });
        const [, estimate, low, high, finding = ''] =
          /, (\S+)(?: points)? \((\S+) to (\S+)\): (.*)\.$/.exec(text) ?? [];
        const bar = /of ([+−]\S+)/.exec(finding)?.[1];
        const figures = [estimate, low, high, bar].map((figure) => betterWhen[metric] * figureOf(figure));
        const [best, from, to, limit] = figures;
        const turned = betterWhen[metric] === 1 ? figures : [best, to, from, limit];
        expect([
          text,
          holds(
            finding,
            metric,
            turned.map((figure) => figure ?? Number.NaN),
          ),
        ]).toEqual([text, true]);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is not contradicted by the figures in the sentence of an evaluation', () => {
    fc.assert(
      fc.property(interval([0.5]), ({ low, estimate, high }) => {
        const text = verdictSentence({ winRate: { rate: estimate, low, high, conversations: 9 }, stillNeeded: null });
        const [, from, to, claim] = /interval (\S+) to (\S+) %\)\. (It is \w+|That)/.exec(text) ?? [];
        const told = figureOf(from) > 50 ? 'It is better' : figureOf(to) < 50 ? 'It is worse' : 'That';
        expect([text, claim]).toEqual([text, told]);
      }),
      { numRuns: 2_000 },
    );
  });
});
