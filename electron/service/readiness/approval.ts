import type { ApprovalFinding, ReadinessVerdict, Trend, TrendFinding } from '../../../shared/domain/readiness.ts';
import type { Count } from '../../../shared/statistics/wilson.ts';
import { type ApprovalVerdict, type FirstPass, firstPasses } from './first-pass.ts';
import { proportion } from './proportion.ts';
import { approvalBar, belowBar, looksOf, plateauMargin, trendOf, untilDecided } from './trend.ts';
import { weekOf } from './week.ts';

/** Approval that rises needs no fine-tuning yet, and approval that falls needs something else first. */
const verdictOf: Record<Trend, ReadinessVerdict> = {
  plateaued: 'met',
  rising: 'not met',
  falling: 'not met',
  unknown: 'cannot tell',
};

/**
 * Production approval of what runs now: is it below the bar, and is it still moving?
 *
 * @param verdicts every verdict, in any order
 */
export function approvalFindings(verdicts: readonly ApprovalVerdict[]): {
  approval: ApprovalFinding;
  trend: TrendFinding;
} {
  const { versions, leftOut } = firstPasses(verdicts);
  const current = versions[0];
  const decisions = current?.decisions ?? [];
  const looks = looksOf(decisions);
  const last = looks.at(-1);
  const below = last ? belowBar(last.recent, last.alpha) : 'cannot tell';
  const trend = last?.trend ?? 'unknown';
  const counted = versions.map(({ model, promptVersion, decisions }) => ({
    model,
    promptVersion,
    labels: decisions.length,
    approved: countOf(decisions).hits,
  }));
  return {
    approval: {
      criterion: 'approval',
      verdict: below,
      bar: approvalBar,
      approval: last?.recent ?? proportion(countOf(decisions)),
      version: current ? { model: current.model, promptVersion: current.promptVersion } : null,
      labels: decisions.length,
      lookedAt: last?.labels ?? null,
      weeks: weeksOf(decisions),
      versions: counted,
      leftOut: { ...leftOut, otherVersions: counted.slice(1).reduce((sum, { labels }) => sum + labels, 0) },
      settle:
        below === 'cannot tell'
          ? untilDecided(decisions, ({ recent }, alpha) => belowBar(recent, alpha) !== 'cannot tell')
          : null,
    },
    trend: {
      criterion: 'trend',
      verdict: verdictOf[trend],
      trend,
      margin: plateauMargin,
      looks,
      settle:
        trend === 'unknown' ? untilDecided(decisions, (halves, alpha) => trendOf(halves, alpha) !== 'unknown') : null,
    },
  };
}

function countOf(decisions: readonly FirstPass[]): Count {
  return { hits: decisions.filter(({ approved }) => approved).length, n: decisions.length };
}

/** Weeks without a label are left out: they have no share. */
function weeksOf(decisions: readonly FirstPass[]): ApprovalFinding['weeks'] {
  const weeks = Map.groupBy(decisions, ({ answered }) => weekOf(answered).monday);
  return [...weeks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([monday, ofWeek]) => {
      const share = proportion(countOf(ofWeek));
      return share ? [{ ...weekOf(Date.parse(monday)), ...share }] : [];
    });
}
