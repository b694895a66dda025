import {
  type DatasetFilters,
  type Funnel,
  type FunnelStep,
  funnelSteps,
  type Recipe,
  type Side,
  sides,
} from '../../../shared/domain/dataset.ts';
import type { ExampleReason } from '../../../shared/rules/example.ts';
import { type GateReason, gateReasons } from '../../../shared/rules/gate.ts';
import { reasonKey, type SelectionReason } from '../../../shared/rules/reasons.ts';
import { Winners } from './duplicates/winners.ts';
import { type Ledger, type Place, splitGroups } from './split.ts';
import type { Columns } from './survey/columns.ts';
import { hashes, type Survey } from './survey/survey.ts';

/** Why one sample stays out, where another's place stands for its id. */
export type Reason =
  | GateReason
  | ExampleReason
  | Exclude<SelectionReason, { of: string }>
  | { code: 'exact_duplicate' | 'near_duplicate' | 'conflicting_answer'; of: number };

/** What becomes of a sample. `rejected`: it is in the dataset only as an example of what not to say. */
export type Fate =
  | { as: 'unselected' }
  | { as: 'chosen' | 'rejected'; side: Side }
  | { as: 'out'; step: FunnelStep; reasons: readonly Reason[] };

/** Fates as bytes; a chosen or a rejected one has the number of its side added. */
const unselected = 0;
const stopped = 1;
const chosen = 10;
const rejected = 20;

/**
 * What a dataset holds, by filters, gate, duplicates and split, in the order of the funnel.
 *
 * It reads columns alone, and takes a blink for a hundred thousand samples.
 */
export class Selection {
  readonly funnel: Funnel;
  readonly sides: Record<Side, number>;
  /** Samples that are in the dataset only as examples of what not to say. */
  readonly rejected: number;
  /** The most samples of the dataset that are alike or of one conversation, and one of them; null in an empty one. */
  readonly largestGroup: { size: number; of: number } | null;
  /** Some sample of the dataset has a tool. */
  readonly tools: boolean;
  readonly #survey: Survey;
  readonly #columns: Columns;
  readonly #recipe: Recipe;
  readonly #fates: Uint8Array;
  readonly #winners: Winners;
  readonly #placeOf: (index: number) => Place;
  readonly #leftOut: ReadonlySet<number>;

  constructor(survey: Survey, recipe: Recipe, ledger: Ledger) {
    const { columns, groups } = survey;
    this.#survey = survey;
    this.#columns = columns;
    this.#recipe = recipe;
    this.#placeOf = splitGroups(survey, ledger, recipe.split);
    this.#fates = new Uint8Array(columns.size);
    this.#leftOut = new Set(recipe.choices.leaveOut.map((id) => hashes(id)[0]));
    this.#winners = new Winners(survey, recipe);

    const selects = filterOf(columns, recipe.filters);
    for (let index = 0; index < columns.size; index++) {
      if (!selects(index)) continue;
      this.#fates[index] = stopped;
      if (this.#stop(index) === null) this.#winners.enter(index);
    }
    const counts = new Map(funnelSteps.map((step) => [step, 0]));
    const because = new Map(funnelSteps.map((step) => [step, new Map<string, number>()]));
    const grouped = new Map<number, number>();
    let largest: Selection['largestGroup'] = null;
    this.sides = { train: 0, validation: 0, holdout: 0 };
    for (let index = 0; index < columns.size; index++) {
      if (this.#fates[index] === unselected) continue;
      const stop = this.#stop(index) ?? this.#lose(index);
      for (const step of funnelSteps) {
        if (step === stop?.step) break;
        counts.set(step, (counts.get(step) ?? 0) + 1);
      }
      // What was rejected is below the bar as well: that is no second loss.
      const told = stop?.reasons.filter(({ code }) => stop.step !== 'approved' || code === 'rejected') ?? [];
      for (const reason of told) increment(because.get(stop?.step ?? 'gate'), reasonKey(reason));
      if (stop) continue;
      const side = this.#placeOf(index) as Side;
      this.#fates[index] = chosen + sides.indexOf(side);
      this.sides[side]++;
      const group = groups.find(index);
      const size = (grouped.get(group) ?? 0) + 1;
      grouped.set(group, size);
      if (size > (largest?.size ?? 0)) largest = { size, of: index };
    }
    this.largestGroup = largest;
    this.funnel = funnelSteps.map((step) => ({
      step,
      count: counts.get(step) ?? 0,
      reasons: Object.fromEntries([...(because.get(step) ?? [])].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))),
    }));
    this.rejected = this.#addRejected();
    this.tools = this.#fates.some((fate, index) => fate >= chosen && columns.is(index, 'tools'));
  }

  fate(index: number): Fate {
    const fate = this.#fates[index] ?? unselected;
    if (fate === unselected) return { as: 'unselected' };
    const stop = fate === stopped ? (this.#stop(index) ?? this.#lose(index)) : null;
    if (stop) return { as: 'out', ...stop };
    const as = fate >= rejected ? 'rejected' : 'chosen';
    return { as, side: sides[fate - (as === 'rejected' ? rejected : chosen)] ?? 'train' };
  }

  /** True for a sample that the filters select. */
  selects(index: number): boolean {
    return this.#fates[index] !== unselected;
  }

  /** True for a sample whose answer is in the dataset. */
  trains(index: number): boolean {
    const fate = this.#fates[index] ?? unselected;
    return fate >= chosen && fate < rejected;
  }

  /** Samples that pass the gate and say nearly the same, the largest groups first. */
  clusters(): number[][] {
    const { near } = this.#survey;
    const found = new Map<number, number[]>();
    for (let index = 0; index < this.#columns.size; index++) {
      const stop = this.#fates[index] === stopped ? (this.#stop(index) ?? this.#lose(index)) : null;
      if (!this.trains(index) && stop?.step !== 'deduplicated') continue;
      const group = near.find(index);
      const members = found.get(group);
      if (members) members.push(index);
      else found.set(group, [index]);
    }
    return [...found.values()]
      .filter(({ length }) => length > 1)
      .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  }

  /** Where a sample stops by itself, whatever others are there. */
  #stop(index: number): { step: FunnelStep; reasons: Reason[] } | null {
    const columns = this.#columns;
    const { gate, maxTokens } = this.#recipe;
    const judged = columns.judged(index);
    const reasons: Reason[] = gateReasons(judged, gate);
    if (judged.status === 'unreviewed') return { step: 'reviewed', reasons };
    if (judged.status !== 'resolved') return { step: 'resolved', reasons };
    if (gate.approvedOnly && !judged.approved) return { step: 'approved', reasons };
    reasons.push(...columns.flaws(index));
    const tokens = columns.tokens[index] ?? 0;
    if (maxTokens !== null && tokens > maxTokens) reasons.push({ code: 'too_long', tokens, limit: maxTokens });
    if (this.#leftOut.has(columns.idHash[index] ?? 0)) reasons.push({ code: 'left_out' });
    return reasons.length > 0 ? { step: 'gate', reasons } : null;
  }

  /** Where a sample stops because of others. */
  #lose(index: number): { step: FunnelStep; reasons: Reason[] } | null {
    const lost = this.#winners.lost(index);
    if (lost) return { step: 'deduplicated', reasons: [lost] };
    const place = this.#placeOf(index);
    if (place === 'quarantined') return { step: 'split', reasons: [{ code: 'quarantined' }] };
    return place !== 'holdout' && this.#columns.is(index, 'evaluation')
      ? { step: 'split', reasons: [{ code: 'for_evaluation' }] }
      : null;
  }

  /** Drafts that a person rejected: once each, and never the answer that somebody else approved to the same prompt. */
  #addRejected(): number {
    const columns = this.#columns;
    const seen = new Set<string>();
    const key = (index: number) => `${columns.promptHash[index]} ${columns.answerHash[index]}`;
    for (let index = 0; index < columns.size; index++) if ((this.#fates[index] ?? 0) >= chosen) seen.add(key(index));
    let count = 0;
    for (let index = 0; index < columns.size; index++) {
      if (this.#fates[index] !== stopped || !columns.is(index, 'negative') || seen.has(key(index))) continue;
      const stop = this.#stop(index);
      const place = this.#placeOf(index);
      const itself = stop?.step === 'approved' && columns.flaws(index).length === 0 && !columns.is(index, 'flaggedOut');
      if (!itself || place === 'quarantined' || (place !== 'holdout' && columns.is(index, 'evaluation'))) continue;
      seen.add(key(index));
      this.#fates[index] = rejected + sides.indexOf(place);
      count++;
    }
    return count;
  }
}

function increment(counts: Map<string, number> | undefined, key: string): void {
  counts?.set(key, (counts.get(key) ?? 0) + 1);
}

function filterOf(columns: Columns, { agent, tags, from, to }: DatasetFilters): (index: number) => boolean {
  const agentNumber = agent === null ? null : columns.agents.find(agent);
  const tagNumbers = tags.map((tag) => columns.tags.find(tag));
  const since = from === null ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const until = to === null ? Number.POSITIVE_INFINITY : Date.parse(to);
  return (index) => {
    const at = columns.createdAt[index] ?? 0;
    return (
      (agentNumber === null || columns.agent[index] === agentNumber) &&
      at >= since &&
      at < until &&
      tagNumbers.every((tag) => tag !== null && columns.hasTag(index, tag))
    );
  };
}
