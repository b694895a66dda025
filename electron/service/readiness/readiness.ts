import {
  type ApprovalFinding,
  type CostFinding,
  type Finding,
  type Funnel,
  findingOf,
  type OverallVerdict,
  type Readiness,
  type ReadinessCriterion,
  type ScoreCounts,
} from '../../../shared/domain/readiness.ts';
import { approvalFindings } from './approval.ts';
import type { CorrectionEdit } from './candidate.ts';
import { correctionsFinding } from './corrections.ts';
import { coverageFinding, type IntentCount } from './coverage.ts';
import { type CostFigures, costFinding } from './economics.ts';
import type { ApprovalVerdict } from './first-pass.ts';
import { highQualityFinding, humanReviewedFinding, reReviewFinding } from './quality.ts';
import { type Entrant, type ReReviewVerdict, reReviews } from './re-review.ts';

/** Everything that readiness is judged by, as plain data. */
export type ReadinessData = {
  /** ISO 8601. */
  asOf: string;
  /** Past the gate and after duplicates, and how many of these a person has judged; null where nobody has counted. */
  dataset: { samples: number; reviewed: number } | null;
  verdicts: readonly ApprovalVerdict[];
  edits: readonly CorrectionEdit[];
  /** Without an assumption of approval now, that of production is taken. */
  costs: Omit<CostFigures, 'asOf'>;
  entrants: readonly Entrant[];
  reReviewVerdicts: readonly ReReviewVerdict[];
  intents: readonly IntentCount[];
  scores: ScoreCounts;
  funnel: Funnel;
};

/** Says whether to fine-tune the model at all. The others say whether the data is ready for it. */
const reasonsToTune: readonly ReadinessCriterion[] = ['high_quality', 'approval', 'trend', 'corrections', 'cost'];

/** All criteria, and what they come to. */
export function readinessOf(data: ReadinessData): Readiness {
  const { approval, trend } = approvalFindings(data.verdicts);
  const findings: Finding[] = [
    highQualityFinding(data.dataset?.samples ?? null),
    approval,
    trend,
    correctionsFinding(data.edits),
    costsAt(data.costs, approval, data.asOf),
    reReviewFinding(reReviews(data.entrants, data.reReviewVerdicts)),
    coverageFinding(data.intents),
    humanReviewedFinding({ reviewed: data.dataset?.reviewed ?? 0, dataset: data.dataset?.samples ?? 0 }),
  ];
  return { asOf: data.asOf, overall: overallOf(findings), findings, scores: data.scores, funnel: data.funnel };
}

/** The same data at other prices or assumptions. */
export function withCosts(readiness: Readiness, costs: ReadinessData['costs']): Readiness {
  const cost = costsAt(costs, findingOf(readiness, 'approval'), readiness.asOf);
  const findings = readiness.findings.map((finding) => (finding.criterion === 'cost' ? cost : finding));
  return { ...readiness, overall: overallOf(findings), findings };
}

function costsAt(costs: ReadinessData['costs'], { approval }: ApprovalFinding, asOf: string): CostFinding {
  const approvalNow = costs.assumptions.approvalNow ?? approval?.share ?? null;
  return costFinding({ ...costs, assumptions: { ...costs.assumptions, approvalNow }, asOf });
}

/**
 * What the findings come to: not ready where a reason to fine-tune is missing for sure, ready but for what the data
 * lacks for sure, cannot tell while anything is open, else ready.
 */
export function overallOf(findings: readonly Pick<Finding, 'criterion' | 'verdict'>[]): OverallVerdict {
  const lacking = findings.filter(({ verdict }) => verdict === 'not met');
  const open = findings.filter(({ verdict }) => verdict === 'cannot tell');
  const toTune = ({ criterion }: Pick<Finding, 'criterion'>) => reasonsToTune.includes(criterion);
  if (lacking.some(toTune)) return 'not ready';
  if (open.some(toTune)) return 'cannot tell';
  if (lacking.length > 0) return 'ready but';
  return open.length > 0 ? 'cannot tell' : 'ready';
}
