import type { CorrectionPattern, CorrectionsFinding, PatternNeed } from '../../../shared/domain/readiness.ts';
import type { Candidate, CorrectionEdit } from './candidate.ts';
import { type Case, type Cluster, exactClusters, mergeAlike, shownOf } from './clusters.ts';
import { fieldOf } from './field.ts';
import { hunksOf } from './hunks.ts';
import { lengthCandidates } from './length.ts';
import { promptLineOf, uniform } from './prompt-line.ts';
import { namesIn, wordingOf } from './wording.ts';

const needs = { cases: 20, share: 0.03, labelers: 2, sameDirection: 0.8 };
/** With fewer edits a pattern of the least share that counts has too few cases to be seen. */
const enoughEdits = Math.ceil(needs.cases / needs.share);
/** What has fewer cases is not worth showing as something that may become a pattern. */
const fewestShown = 5;
const mostShown = 40;
const mostExamples = 100;

/**
 * What labelers change again and again: the thing that fine-tuning can teach.
 *
 * A pattern is consistent with at least 20 cases, 3 % of the edits, 2 labelers, cases in both halves of the edits, and
 * at least 80 % of its changes in the same direction.
 *
 * @param edits in any order
 */
export function correctionsFinding(edits: readonly CorrectionEdit[]): CorrectionsFinding {
  const ordered = edits
    .map((edit) => ({ ...edit, time: Date.parse(edit.at) }))
    .sort((a, b) => a.time - b.time || byText(a.sampleId, b.sampleId) || byText(a.labelerId, b.labelerId));
  const { candidates, rewrites } = wordingCandidates(ordered);
  const labelers = new Set(ordered.map(({ labelerId }) => labelerId)).size;
  const patterns = [...candidates, ...lengthCandidates(ordered)]
    .filter(({ cases }) => cases.size >= fewestShown && cases.size >= needs.share * ordered.length)
    .sort((a, b) => b.cases.size - a.cases.size || byText(a.id, b.id))
    .map((candidate) => ({ candidate, pattern: patternOf(candidate, ordered, labelers) }));
  const consistent = patterns.filter(({ pattern }) => pattern.verdict === 'met');
  const covered = new Set(consistent.flatMap(({ candidate }) => [...candidate.cases]));
  const waiting = patterns.some(({ pattern }) => pattern.verdict === 'cannot tell');
  const few = ordered.length < enoughEdits;
  const verdict = consistent.length > 0 ? 'met' : waiting || few ? 'cannot tell' : 'not met';
  return {
    criterion: 'corrections',
    verdict,
    edits: ordered.length,
    rewrites,
    labelers,
    consistent: consistent.length,
    covered: ordered.length === 0 ? 0 : covered.size / ordered.length,
    promptable: consistent.filter(({ pattern }) => pattern.promptLine !== null).length,
    patterns: patterns.slice(0, mostShown).map(({ pattern }) => pattern),
    settle:
      verdict === 'cannot tell'
        ? { edits: waiting ? 0 : enoughEdits - ordered.length, secondLabeler: labelers < needs.labelers }
        : null,
  };
}

function wordingCandidates(edits: readonly CorrectionEdit[]): { candidates: Candidate[]; rewrites: number } {
  const found = edits.map(({ draft, correction }) => hunksOf(draft, correction));
  const hunks = found.map((ofEdit) => ofEdit ?? []);
  const isName = namesIn(hunks, needs.share * edits.length);
  const cases = hunks.flatMap((ofEdit, edit) =>
    ofEdit.flatMap((hunk): Case[] => {
      const wording = wordingOf(hunk, isName);
      return wording ? [{ edit, hunk, wording }] : [];
    }),
  );
  const exact = exactClusters(cases);
  const opposites = new Map(exact.values().map(({ wording, cases }) => [wording.opposite, cases]));
  const candidates = mergeAlike(exact)
    .filter(({ cases }) => cases.size >= fewestShown)
    .map((cluster) => candidateOf(cluster, opposites));
  return { candidates, rewrites: found.filter((ofEdit) => ofEdit === null).length };
}

/** @param opposites the cases of each change back, by the key of the change */
function candidateOf(cluster: Cluster, opposites: ReadonlyMap<string, ReadonlySet<number>>): Candidate {
  const { wording, keys, cases, places, example } = cluster;
  const back = new Set(keys.flatMap((key) => [...(opposites.get(key) ?? [])]));
  const mostly = (place: 'start' | 'end') => places[place] >= uniform * cases.size;
  return {
    id: wording.key,
    kind: wording.kind,
    ...shownOf(cluster, uniform),
    place: mostly('start') ? 'start' : mostly('end') ? 'end' : null,
    reason: null,
    cases,
    against: back.difference(cases).size,
    example,
  };
}

/** @param edits in the order of their time */
function patternOf(candidate: Candidate, edits: readonly CorrectionEdit[], labelers: number): CorrectionPattern {
  const { id, kind, removed, added, place, cases, against, example } = candidate;
  const indexes = [...cases].sort((a, b) => a - b);
  const ofPattern = indexes.flatMap((index) => edits[index] ?? []);
  const firstHalf = indexes.filter((index) => index < edits.length / 2).length;
  const halves: [number, number] = [firstHalf, indexes.length - firstHalf];
  const found = {
    cases: cases.size,
    share: cases.size / edits.length,
    labelers: new Set(ofPattern.map(({ labelerId }) => labelerId)).size,
    halves,
    sameDirection: cases.size / (cases.size + against),
  };
  const has: Record<PatternNeed, boolean> = {
    cases: found.cases >= needs.cases,
    share: found.share >= needs.share,
    labelers: found.labelers >= needs.labelers,
    halves: Math.min(...halves) > 0,
    direction: found.sameDirection >= needs.sameDirection,
  };
  const fails = (['cases', 'share', 'labelers', 'halves', 'direction'] as const).filter((need) => !has[need]);
  const lone = labelers < needs.labelers && fails.every((need) => need === 'labelers');
  const verdict = fails.length === 0 ? 'met' : lone ? 'cannot tell' : 'not met';
  const field = fieldOf(ofPattern);
  return {
    ...{ id, kind, removed, added, place, example },
    ...found,
    reason: candidate.reason ?? field.reason,
    rises: field.rises,
    verdict,
    fails,
    promptLine: verdict === 'not met' ? null : promptLineOf(candidate, ofPattern),
    sampleIds: [...new Set(ofPattern.reverse().map(({ sampleId }) => sampleId))].slice(0, mostExamples),
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
