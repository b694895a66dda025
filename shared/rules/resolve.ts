import type { Label, Verdict, VerdictLabel } from '../domain/label.ts';
import type { LegacyVerdict } from './legacy.ts';

/** A lead's final verdict where labels disagree. It names the exact labels it saw; a later one reopens it. */
export type Adjudication = { id: string; verdict: Verdict; sawLabelIds: string[] };

export type Resolution =
  | { status: 'unreviewed' }
  | { status: 'waiting'; have: number; need: number }
  | { status: 'disagreement'; labelIds: string[] }
  | { status: 'resolved'; by: 'label'; label: VerdictLabel }
  | { status: 'resolved'; by: 'adjudication'; adjudication: Adjudication }
  | { status: 'resolved'; by: 'legacy'; legacy: LegacyVerdict };

/** Each labeler's last word on a sample in each queue; a withdrawal is no word. Labels may come in any order. */
export function standingLabels(labels: readonly Label[]): VerdictLabel[] {
  const last = new Map<string, Label>();
  for (const label of labels) {
    const unit = `${label.queueId} ${label.labelerId}`;
    const known = last.get(unit);
    if (!known || label.seq > known.seq) last.set(unit, label);
  }
  return [...last.values()].filter((label): label is VerdictLabel => label.kind === 'verdict');
}

/**
 * Decides which verdict on a sample counts.
 *
 * @param labels every label of the sample, in any order
 * @param overlap how many labelers the sample needs
 * @returns unreviewed (nobody), waiting (too few labelers), disagreement (decisions differ and nobody adjudicated), or
 *   resolved. Where labelers agree, the last label counts. A verdict that came with the row counts only while no label
 *   stands: taking one's label back brings back what was there before it.
 */
export function resolve(
  labels: readonly Label[],
  {
    adjudication,
    legacy,
    overlap,
  }: { adjudication: Adjudication | null; legacy: LegacyVerdict | null; overlap: number },
): Resolution {
  const standing = standingLabels(labels).sort((a, b) => a.seq - b.seq);
  const ids = new Set(standing.map((label) => label.id));
  if (adjudication && ids.symmetricDifference(new Set(adjudication.sawLabelIds)).size === 0)
    return { status: 'resolved', by: 'adjudication', adjudication };

  const last = standing.at(-1);
  if (!last) return legacy ? { status: 'resolved', by: 'legacy', legacy } : { status: 'unreviewed' };
  if (standing.some((label) => label.verdict.decision !== last.verdict.decision))
    return { status: 'disagreement', labelIds: [...ids] };
  if (standing.length < overlap) return { status: 'waiting', have: standing.length, need: overlap };
  return { status: 'resolved', by: 'label', label: last };
}
