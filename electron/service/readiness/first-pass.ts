import type { Decision } from '../../../shared/domain/label.ts';
import type { OrderStrategy } from '../../../shared/domain/order.ts';
import type { AgentVersion, ApprovalFinding } from '../../../shared/domain/readiness.ts';

/** A verdict as approval reads it. Give every verdict, later changes included; withdrawals are none. */
export type ApprovalVerdict = AgentVersion & {
  labelId: string;
  sampleId: string;
  labelerId: string;
  /** When the agent answered, and when the verdict was given: ISO 8601 with a zone. */
  answeredAt: string;
  committedAt: string;
  decision: Decision;
  /** The order in which the loop offered the sample. */
  strategy: OrderStrategy;
};

/** One decision on one answer; only an approval of the draft as it is counts as approved. */
export type FirstPass = { approved: boolean; answered: number; committed: number; labelId: string };

type Version = AgentVersion & { decisions: FirstPass[]; newest: number };
type Selection = {
  /** Newest first, by the newest answer that has a label: the first one is what production runs. */
  versions: Version[];
  leftOut: Omit<ApprovalFinding['leftOut'], 'otherVersions'>;
};

/**
 * Picks the decisions that say how good production is: the first verdict of a labeler on a sample, offered at random,
 * one a sample, each version of the agent by itself.
 *
 * A later change was made with more in mind; an order that looks for poor answers finds them; and two labelers on one
 * answer are one answer, not two. Model and prompt version that are not named form a version of their own.
 */
export function firstPasses(verdicts: readonly ApprovalVerdict[]): Selection {
  const ordered = verdicts
    .map((verdict) => ({
      ...verdict,
      answered: Date.parse(verdict.answeredAt),
      committed: Date.parse(verdict.committedAt),
    }))
    .sort((a, b) => a.committed - b.committed || byText(a.labelId, b.labelId));
  const leftOut = { changed: 0, notRandom: 0, secondLabelers: 0 };
  const judged = new Set<string>();
  const counted = new Set<string>();
  const versions = new Map<string, Version>();
  for (const { sampleId, labelerId, strategy, decision, model, promptVersion, ...rest } of ordered) {
    const unit = JSON.stringify([sampleId, labelerId]);
    const changed = judged.has(unit);
    judged.add(unit);
    if (changed) leftOut.changed++;
    else if (strategy !== 'random') leftOut.notRandom++;
    else if (counted.has(sampleId)) leftOut.secondLabelers++;
    else {
      counted.add(sampleId);
      const { answered, committed, labelId } = rest;
      const key = JSON.stringify([model, promptVersion]);
      const version = versions.get(key) ?? { model, promptVersion, decisions: [], newest: answered };
      version.decisions.push({ approved: decision === 'approve', answered, committed, labelId });
      version.newest = Math.max(version.newest, answered);
      versions.set(key, version);
    }
  }
  const newestFirst = [...versions].sort(([a, x], [b, y]) => y.newest - x.newest || byText(a, b));
  return { versions: newestFirst.map(([, version]) => version), leftOut };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
