import type { Label, Verdict, VerdictLabel } from '../domain/label.ts';
import type { LegacyVerdict } from './legacy.ts';
import { compareTimes } from './times.ts';

/** A lead's final verdict where labels disagree. It names the exact labels it saw; a later one reopens it. */
export type Adjudication = { id: string; leadId: string; committedAt: string; verdict: Verdict; sawLabelIds: string[] };

/** What is said of a sample in one queue: each labeler's standing label, in any order, and what leads decided. */
export type QueueWords = {
  /** How many labelers the sample needs there. */
  overlap: number;
  /** Labels from a workspace of one's own: they decide only where nobody has judged for the team. */
  broughtAlong: boolean;
  standing: readonly VerdictLabel[];
  adjudications: readonly Adjudication[];
};

export type Resolution =
  | { status: 'unreviewed' }
  | { status: 'waiting'; have: number; need: number }
  | { status: 'disagreement' }
  | Resolved;
type Resolved =
  /** `agreed` are all the labels that say so, the newest first: it is the one that counts. */
  | { status: 'resolved'; by: 'label'; label: VerdictLabel; agreed: readonly VerdictLabel[] }
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

/** The words of a labeler who works alone: every queue needs them only. */
export function ownWords(labels: readonly Label[]): QueueWords[] {
  return [...Map.groupBy(standingLabels(labels), ({ queueId }) => queueId)].map(([queueId, standing]) => ({
    overlap: 1,
    broughtAlong: queueId === null,
    standing,
    adjudications: [],
  }));
}

/**
 * Decides which verdict on a sample counts.
 *
 * In a queue a lead's verdict counts while exactly the labels stand that it saw; else the last label, once as many as the
 * queue asks for agree. Of what queues have decided the newest counts: what is open in one undoes nothing in another. What
 * was brought along counts only while no label of a team's queue stands: nobody decides alone past the others.
 *
 * @returns unreviewed (nobody), waiting (too few labelers), disagreement (decisions differ and nobody adjudicated), or
 *   resolved. A verdict that came with the row counts only while no label stands: taking one's label back brings back
 *   what was there before it.
 */
export function resolve(queues: readonly QueueWords[], legacy: LegacyVerdict | null): Resolution {
  const open: Resolution[] = [];
  let newest: ({ resolution: Resolution } & Timed) | null = null;
  const judged = queues.some(({ broughtAlong, standing }) => !broughtAlong && standing.length > 0);
  for (const queue of queues) {
    if (judged && queue.broughtAlong) continue;
    const decided = decide(queue);
    if (decided.status !== 'resolved') open.push(decided);
    else {
      const { committedAt, id } = decided.by === 'label' ? decided.label : decided.adjudication;
      const one = { resolution: decided, committedAt, id };
      if (!newest || newestFirst(one, newest) < 0) newest = one;
    }
  }
  const heard =
    newest?.resolution ??
    open.find(({ status }) => status === 'disagreement') ??
    open.find(({ status }) => status === 'waiting');
  return heard ?? (legacy ? { status: 'resolved', by: 'legacy', legacy } : { status: 'unreviewed' });
}

type Decided = Exclude<Resolution, { by: 'legacy' }>;

function decide({ overlap, standing, adjudications }: QueueWords): Decided {
  const ids = new Set(standing.map(({ id }) => id));
  const final = adjudications
    .filter(({ sawLabelIds }) => ids.symmetricDifference(new Set(sawLabelIds)).size === 0)
    .toSorted(newestFirst)[0];
  if (final) return { status: 'resolved', by: 'adjudication', adjudication: final };

  const agreed = standing.toSorted(newestFirst);
  const [last] = agreed;
  if (!last) return { status: 'unreviewed' };
  if (agreed.some(({ verdict }) => verdict.decision !== last.verdict.decision)) return { status: 'disagreement' };
  if (agreed.length < overlap) return { status: 'waiting', have: agreed.length, need: overlap };
  return { status: 'resolved', by: 'label', label: last, agreed };
}

type Timed = { id: string; committedAt: string };

function newestFirst(a: Timed, b: Timed): number {
  return compareTimes(b.committedAt, a.committedAt) || (a.id < b.id ? 1 : -1);
}
