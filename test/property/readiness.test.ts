import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalFindings } from '../../electron/service/readiness/approval.ts';
import { correctionsFinding } from '../../electron/service/readiness/corrections.ts';
import { coverageFinding } from '../../electron/service/readiness/coverage.ts';
import { reReviewFinding } from '../../electron/service/readiness/quality.ts';
import { belowBar, trendOf } from '../../electron/service/readiness/trend.ts';
import { decisions } from '../../shared/domain/label.ts';
import { findingSchema } from '../../shared/domain/readiness.ts';
import { findingText } from '../../shared/rules/readiness.ts';
import { approvalVerdict } from '../fixtures/approval.ts';
import { edit } from '../fixtures/corrections.ts';

const verdicts = fc.array(
  fc.record({
    sample: fc.nat(200),
    labelerId: fc.constantFrom('ann', 'bob'),
    decision: fc.constantFrom(...decisions),
    strategy: fc.constantFrom('random' as const, 'newest' as const),
    promptVersion: fc.constantFrom('v7', null),
  }),
  { maxLength: 400 },
);
const shuffle = <T>(values: readonly T[], by: number): T[] =>
  values
    .map((value, index) => ({ value, place: Math.sin(index * 12.9898 + by) }))
    .sort((a, b) => a.place - b.place)
    .map(({ value }) => value);

/** Every number is one, and every sentence is whole. */
function holds(finding: Parameters<typeof findingText>[0]): void {
  expect(findingSchema.parse(finding)).toEqual(finding);
  expect(JSON.stringify(findingText(finding))).not.toMatch(/NaN|Infinity|undefined/);
}

describe('approval, whatever was labeled', () => {
  it('does not depend on the order in which verdicts are read', () => {
    fc.assert(
      fc.property(verdicts, fc.nat(), (drawn, by) => {
        const all = drawn.map(({ sample, ...rest }, index) =>
          approvalVerdict(index, {
            ...rest,
            sampleId: `sample ${sample}`,
            answeredAt: new Date(Date.UTC(2026, 5, 1) + sample * 3_600_000).toISOString(),
          }),
        );
        const findings = approvalFindings(all);
        expect(approvalFindings(shuffle(all, by))).toEqual(findings);
        holds(findings.approval);
        holds(findings.trend);
        const { leftOut, labels } = findings.approval;
        expect(Object.values(leftOut).reduce((sum, count) => sum + count, labels)).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });

  const half = fc.constantFrom(50, 125, 250, 500);
  const alphas = fc.constantFrom(0.05, 0.024, 0.012, 0.001);

  it('rises with more approvals in the recent half, and never falls for it', () => {
    const order = ['falling', 'plateaued or unknown', 'rising'];
    const place = (trend: string) =>
      order.indexOf(trend === 'rising' || trend === 'falling' ? trend : (order[1] ?? ''));
    fc.assert(
      fc.property(
        half,
        alphas,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, alpha, a, b) => {
          const older = { hits: Math.floor(a * n), n };
          const recent = Math.floor(b * (n - 1));
          const fewer = trendOf({ older, recent: { hits: recent, n } }, alpha);
          const more = trendOf({ older, recent: { hits: recent + 1, n } }, alpha);
          expect(place(more)).toBeGreaterThanOrEqual(place(fewer));
          const verdicts = ['met', 'cannot tell', 'not met'];
          const below = (hits: number) => verdicts.indexOf(belowBar({ hits, n }, alpha));
          expect(below(recent + 1)).toBeGreaterThanOrEqual(below(recent));
        },
      ),
    );
  });
});

describe('corrections, whatever was edited', () => {
  const texts = fc.array(fc.constantFrom('Hello.', 'We are open.', 'a', 'B!', '你好。', '12', ' ', '\n', '“', '🙂'), {
    maxLength: 14,
  });
  const edits = fc.array(fc.tuple(texts, texts), { maxLength: 60 });

  it('do not depend on the order in which edits are read, and every count is one', () => {
    fc.assert(
      fc.property(edits, fc.nat(), (pairs, by) => {
        const all = pairs.map(([draft, correction], index) => edit(index, draft.join(' '), correction.join(' ')));
        const finding = correctionsFinding(all);
        expect(correctionsFinding(shuffle(all, by))).toEqual(finding);
        holds(finding);
        for (const { cases, halves, sampleIds, fails, verdict } of finding.patterns) {
          expect(halves[0] + halves[1]).toBe(cases);
          expect(sampleIds.length).toBe(Math.min(cases, 100));
          expect(verdict === 'met').toBe(fails.length === 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('of the same text find nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 30 }), (drafts) => {
        expect(correctionsFinding(drafts.map((draft, index) => edit(index, draft, draft))).patterns).toEqual([]);
      }),
    );
  });
});

describe('coverage, whatever was collected', () => {
  const rows = fc
    .array(fc.record({ collected: fc.nat(5_000), part: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 25 })
    .map((cells) =>
      cells.map(({ collected, part }, index) => ({
        intent: index === 7 ? null : `intent ${index}`,
        collected,
        inDataset: Math.floor(collected * part * part),
      })),
    );

  it('is met once everything that it asked for is there', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (counts, by) => {
        const finding = coverageFinding(counts);
        expect(coverageFinding(shuffle(counts, by))).toEqual(finding);
        holds(finding);
        // The tail is one cell: what it asks for goes to any of its intents.
        const named = new Set(finding.cells.map(({ intent }) => intent).filter((intent) => intent !== null));
        let tail = finding.cells.find(({ intent }) => intent === null)?.more ?? 0;
        const grown = counts.map((row) => {
          if (row.intent === null) return row;
          const more = named.has(row.intent)
            ? (finding.cells.find(({ intent }) => intent === row.intent)?.more ?? 0)
            : tail;
          if (!named.has(row.intent)) tail = 0;
          return { ...row, inDataset: row.inDataset + more };
        });
        expect(coverageFinding(grown).thin).toBe(0);
      }),
    );
  });
});

describe('re-review, whatever was found', () => {
  it('is never worse for one more approval', () => {
    const order = ['not met', 'cannot tell', 'met'];
    const of = (approved: number, n: number) =>
      reReviewFinding(Array.from({ length: n }, (_, i) => ({ sampleId: `${i}`, approved: i < approved })));
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (approved, rejected) => {
        const finding = of(approved, approved + rejected);
        holds(finding);
        const better = of(approved + 1, approved + rejected + 1);
        expect(order.indexOf(better.verdict)).toBeGreaterThanOrEqual(order.indexOf(finding.verdict));
      }),
    );
  });
});
