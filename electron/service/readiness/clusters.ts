import type { Hunk } from './hunks.ts';
import type { Sides, Wording } from './wording.ts';

/** Changes that are one pattern. `cases` are edits by their index. */
export type Cluster = {
  wording: Wording;
  keys: string[];
  cases: Set<number>;
  /** How many of them are in the wording itself, and how many in each way to fill its placeholders. */
  exact: number;
  verbatim: Map<string, { sides: Sides; cases: number }>;
  places: Record<'start' | 'end', number>;
  example: { draft: string; correction: string };
};

export type Case = { edit: number; hunk: Hunk; wording: Wording };

/** Two wordings are alike when they share this part of all their words (Jaccard's index). */
const alike = 0.6;
/** Shorter ones are other words, and not the same words again. */
const fewestWords = 3;
/** The commonest wordings come first, so that what is beyond these is hardly ever the better one. */
const mostTries = 48;
const exampleLength = 400;

/**
 * The words that show a cluster, and the share of its cases that they are: word for word where nearly all cases are the
 * same to the last number, else with placeholders.
 */
export function shownOf({ wording, cases, exact, verbatim }: Cluster, nearlyAll: number): Sides & { uniform: number } {
  const commonest = verbatim.values().reduce((a, b) => (b.cases > a.cases ? b : a));
  return commonest.cases >= nearlyAll * cases.size
    ? { ...commonest.sides, uniform: commonest.cases / cases.size }
    : { ...wording.general, uniform: exact / cases.size };
}

/** Those that are the same but for names and numbers, by key. Cases come in the order of their edits. */
export function exactClusters(cases: Iterable<Case>): Map<string, Cluster> {
  const clusters = new Map<string, Cluster>();
  for (const { edit, hunk, wording } of cases) {
    let cluster = clusters.get(wording.key);
    if (!cluster) {
      const example = { draft: hunk.from.slice(0, exampleLength), correction: hunk.to.slice(0, exampleLength) };
      const counts = { cases: new Set<number>(), exact: 0, verbatim: new Map(), places: { start: 0, end: 0 } };
      cluster = { wording, keys: [wording.key], ...counts, example };
      clusters.set(wording.key, cluster);
    }
    if (cluster.cases.has(edit)) continue;
    cluster.cases.add(edit);
    cluster.exact++;
    const sides = wording.verbatim;
    const filled = JSON.stringify([sides.removed, sides.added]);
    cluster.verbatim.set(filled, { sides, cases: (cluster.verbatim.get(filled)?.cases ?? 0) + 1 });
    if (hunk.place) cluster.places[hunk.place]++;
  }
  return clusters;
}

/**
 * Merges what is worded alike into the commonest wording of it.
 *
 * Each wording is compared only with leaders that share one of its rarest words: two sets that are alike enough must
 * (prefix filtering, Chaudhuri, Ganti and Kaushik 2006, A primitive operator for similarity joins in data cleaning).
 */
export function mergeAlike(exact: ReadonlyMap<string, Cluster>): Cluster[] {
  const ordered = [...exact.values()].sort(
    (a, b) => b.cases.size - a.cases.size || (a.wording.key < b.wording.key ? -1 : 1),
  );
  const frequency = new Map<string, number>();
  for (const { wording } of ordered)
    for (const token of wording.tokens) frequency.set(token, (frequency.get(token) ?? 0) + 1);
  const leaders = new Map<string, Cluster[]>();
  const merged: Cluster[] = [];
  for (const cluster of ordered) {
    const prefix = rarest(cluster.wording.tokens, frequency);
    const leader = findLeader(cluster, prefix, leaders);
    if (leader) {
      join(leader, cluster);
      continue;
    }
    // A cluster of its own, so that the exact ones stay as they are: directions are counted from them.
    const own = { ...cluster, keys: [...cluster.keys], cases: new Set(cluster.cases), places: { ...cluster.places } };
    merged.push(own);
    for (const token of prefix) {
      const sharing = leaders.get(token);
      if (sharing) sharing.push(own);
      else leaders.set(token, [own]);
    }
  }
  return merged;
}

function rarest(tokens: ReadonlySet<string>, frequency: ReadonlyMap<string, number>): string[] {
  if (tokens.size < fewestWords) return [];
  const byRarity = [...tokens].sort((a, b) => (frequency.get(a) ?? 0) - (frequency.get(b) ?? 0) || (a < b ? -1 : 1));
  return byRarity.slice(0, tokens.size - Math.ceil(alike * tokens.size) + 1);
}

function findLeader(
  { wording }: Cluster,
  prefix: readonly string[],
  leaders: ReadonlyMap<string, readonly Cluster[]>,
): Cluster | null {
  let tries = 0;
  for (const token of prefix)
    for (const leader of leaders.get(token) ?? []) {
      if (leader.wording.kind === wording.kind && jaccard(leader.wording.tokens, wording.tokens) >= alike)
        return leader;
      if (++tries === mostTries) return null;
    }
  return null;
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const token of a) if (b.has(token)) both++;
  return both / (a.size + b.size - both);
}

function join(leader: Cluster, cluster: Cluster): void {
  leader.keys.push(...cluster.keys);
  for (const edit of cluster.cases) leader.cases.add(edit);
  leader.places.start += cluster.places.start;
  leader.places.end += cluster.places.end;
}
