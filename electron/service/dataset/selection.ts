import {
  type DatasetFilters,
  type Funnel,
  type FunnelStep,
  funnelSteps,
  type Recipe,
  rejectedFormats,
  type Side,
  sides,
} from '../../../shared/domain/dataset.ts';
import { Winners } from './duplicates/winners.ts';
import { type Ledger, splitGroups } from './split.ts';
import { type Reason, type Stop, Stops, stopAt } from './stops.ts';
import type { Columns } from './survey/columns.ts';
import type { Survey } from './survey/survey.ts';

/** What becomes of a sample. `rejected`: it is in the dataset only as an example of what not to say. */
export type Fate =
  | { as: 'unselected' }
  | { as: 'chosen' | 'rejected'; side: Side }
  | { as: 'out'; step: FunnelStep; reasons: readonly Reason[] };

/** Fates as bytes; a chosen or a rejected one has the number of its side added. */
const unselected = 0;
const stopped = 1;
/** It passed by itself, and another one stays in its place; or its group is on no side. */
const lost = 2;
const chosen = 10;
const rejected = 20;

/**
 * What a dataset holds, by filters, gate, duplicates and split, in the order of the funnel.
 *
 * It reads columns alone, and takes a blink for a hundred thousand samples.
 */
export class Selection {
  readonly funnel: Funnel;
  readonly sides: Record<Side, number> = { train: 0, validation: 0, holdout: 0 };
  /** Samples that are in the dataset only as examples of what not to say. */
  readonly rejected: number;
  /** The most samples of the dataset that are alike or of one conversation, and one of them; null in an empty one. */
  readonly largestGroup: { size: number; of: number } | null;
  /** Some sample of the dataset has a tool. */
  readonly tools: boolean;
  readonly #survey: Survey;
  readonly #columns: Columns;
  readonly #fates: Uint8Array;
  readonly #stops: Stops;
  readonly #winners: Winners;
  readonly #split: ReturnType<typeof splitGroups>;

  constructor(survey: Survey, recipe: Recipe, ledger: Ledger) {
    const { columns } = survey;
    this.#survey = survey;
    this.#columns = columns;
    this.#fates = new Uint8Array(columns.size);
    this.#stops = new Stops(columns, recipe);
    this.#winners = new Winners(survey, recipe);
    this.#split = splitGroups(survey, ledger, recipe.split);

    const tally = new Tally();
    this.#enter(filterOf(columns, recipe.filters), tally);
    this.largestGroup = this.#decide(tally);
    this.funnel = tally.funnel();
    this.rejected = recipe.formats.some((format) => rejectedFormats.includes(format)) ? this.#addRejected() : 0;
    this.tools = this.#fates.some((fate, index) => fate >= chosen && columns.is(index, 'tools'));
  }

  fate(index: number): Fate {
    const fate = this.#fates[index] ?? unselected;
    if (fate === unselected) return { as: 'unselected' };
    if (fate >= rejected) return { as: 'rejected', side: sides[fate - rejected] ?? 'train' };
    if (fate >= chosen) return { as: 'chosen', side: sides[fate - chosen] ?? 'train' };
    const { step, reasons } = (fate === stopped ? this.#stops.of(index) : this.#loss(index)) ?? stopAt('gate', []);
    return { as: 'out', step, reasons };
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

  /** True for a sample that is in the dataset, if only as an example of what not to say. */
  holds(index: number): boolean {
    return (this.#fates[index] ?? unselected) >= chosen;
  }

  /** True where earlier datasets have settled the side of a sample: no share and no seed moves it. */
  isSettled(index: number): boolean {
    return this.#split.isSettled(index);
  }

  /**
   * Samples that pass the gate and say nearly the same, the largest groups first. What was left out by choice is still one
   * of its group: there the choice can be taken back.
   */
  clusters(): number[][] {
    const { near } = this.#survey;
    const found = new Map<number, number[]>();
    for (let index = 0; index < this.#columns.size; index++) {
      const stop = this.#fates[index] === stopped ? this.#stops.of(index) : null;
      const leftOut = stop?.reasons.every(({ code }) => code === 'left_out') ?? false;
      if (near.sizeOf(index) === 1 || !(this.trains(index) || this.#fates[index] === lost || leftOut)) continue;
      const group = near.find(index);
      const members = found.get(group);
      if (members) members.push(index);
      else found.set(group, [index]);
    }
    return [...found.values()]
      .filter(({ length }) => length > 1)
      .sort((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0));
  }

  /** What passes by itself competes with what is like it. */
  #enter(selects: (index: number) => boolean, tally: Tally): void {
    for (let index = 0; index < this.#columns.size; index++) {
      if (!selects(index)) continue;
      const stop = this.#stops.of(index);
      this.#fates[index] = stop ? stopped : lost;
      if (stop) tally.add(stop);
      else this.#winners.enter(index);
    }
  }

  #decide(tally: Tally): Selection['largestGroup'] {
    const { groups } = this.#survey;
    const sizes = new Map<number, number>();
    let largest: Selection['largestGroup'] = null;
    for (let index = 0; index < this.#columns.size; index++) {
      if (this.#fates[index] !== lost) continue;
      const loss = this.#loss(index);
      tally.add(loss);
      if (loss) continue;
      const side = this.#split.placeOf(index) as Side;
      this.#fates[index] = chosen + sides.indexOf(side);
      this.sides[side]++;
      const group = groups.find(index);
      const size = (sizes.get(group) ?? 0) + 1;
      sizes.set(group, size);
      if (size > (largest?.size ?? 0)) largest = { size, of: index };
    }
    return largest;
  }

  /** Where a sample that passes by itself stops because of others; null for one that stays. */
  #loss(index: number): Stop | null {
    const beaten = this.#winners.lost(index);
    if (beaten) return stopAt('deduplicated', [beaten]);
    const place = this.#split.placeOf(index);
    if (place === 'quarantined') return stopAt('split', [{ code: 'quarantined' }]);
    const barred = place !== 'holdout' && this.#columns.is(index, 'evaluation');
    return barred ? stopAt('split', [{ code: 'for_evaluation' }]) : null;
  }

  /** Drafts that a person rejected: once each, and never the answer that somebody else approved to the same prompt. */
  #addRejected(): number {
    const columns = this.#columns;
    const promptOf = (index: number) => columns.samePrompt[index] ?? index;
    const key = (index: number) => `${promptOf(index)} ${columns.answerHash[index]}`;
    const negatives: number[] = [];
    for (let index = 0; index < columns.size; index++) {
      if (this.#fates[index] !== stopped || !columns.is(index, 'negative')) continue;
      if (this.#stops.of(index)?.step === 'approved' && this.#stops.isSound(index)) negatives.push(index);
    }
    const prompts = new Set(negatives.map(promptOf));
    const seen = new Set<string>();
    for (let index = 0; index < columns.size; index++)
      if (prompts.has(promptOf(index)) && this.trains(index)) seen.add(key(index));
    let count = 0;
    for (const index of negatives) {
      if (seen.has(key(index))) continue;
      const place = this.#split.placeOf(index);
      if (place === 'quarantined' || (place !== 'holdout' && columns.is(index, 'evaluation'))) continue;
      seen.add(key(index));
      this.#fates[index] = rejected + sides.indexOf(place);
      count++;
    }
    return count;
  }
}

/** Counts how far samples come, and why they come no further. */
class Tally {
  readonly #stopped = new Map<FunnelStep | null, number>();
  readonly #reasons = new Map(funnelSteps.map((step) => [step, new Map<string, number>()]));

  add(stop: Stop | null): void {
    const step = stop?.step ?? null;
    this.#stopped.set(step, (this.#stopped.get(step) ?? 0) + 1);
    if (!stop) return;
    const counts = this.#reasons.get(stop.step);
    for (const key of stop.keys) counts?.set(key, (counts.get(key) ?? 0) + 1);
  }

  funnel(): Funnel {
    let left = [...this.#stopped.values()].reduce((sum, count) => sum + count, 0);
    return funnelSteps.map((step) => {
      left -= this.#stopped.get(step) ?? 0;
      const reasons = [...(this.#reasons.get(step) ?? [])].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      return { step, count: left, reasons: Object.fromEntries(reasons) };
    });
  }
}

function filterOf(columns: Columns, { agent, tags, from, to }: DatasetFilters): (index: number) => boolean {
  const agentNumber = agent === null ? null : columns.agents.find(agent);
  const tagNumbers = tags.map((tag) => columns.tags.find(tag));
  const since = from === null ? Number.NEGATIVE_INFINITY : Date.parse(from);
  const until = to === null ? Number.POSITIVE_INFINITY : Date.parse(to);
  if (agent !== null && agentNumber === null) return () => false;
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
