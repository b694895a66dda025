import type { FunnelStep, Recipe } from '../../../shared/domain/dataset.ts';
import type { ExampleReason } from '../../../shared/rules/example.ts';
import { type Gate, type GateReason, gateReasons, type Judged } from '../../../shared/rules/gate.ts';
import { reasonKey, type SelectionReason } from '../../../shared/rules/reasons.ts';
import { hashes } from './hash.ts';
import type { Columns } from './survey/columns.ts';

/** Why one sample stays out, where another's place stands for its id. */
export type Reason =
  | GateReason
  | ExampleReason
  | Exclude<SelectionReason, { of: string }>
  | { code: 'exact_duplicate' | 'near_duplicate' | 'conflicting_answer'; of: number };

/** Where a sample stops, with every reason; `keys` are those that the step counts. */
export type Stop = { step: FunnelStep; reasons: readonly Reason[]; keys: readonly string[] };

export function stopAt(step: FunnelStep, reasons: readonly Reason[]): Stop {
  // What was rejected is below the bar as well: that is no second loss.
  const counted = reasons.filter(({ code }) => step !== 'approved' || code === 'rejected');
  return { step, reasons, keys: counted.map(reasonKey) };
}

/** Where samples stop by themselves, whatever others are there. What many share is decided once. */
export class Stops {
  readonly #columns: Columns;
  readonly #maxTokens: number | null;
  readonly #leftOut: ReadonlySet<number>;
  readonly #byJudgment: readonly (Stop | null)[];

  constructor(columns: Columns, { gate, maxTokens, choices }: Recipe) {
    this.#columns = columns;
    this.#maxTokens = maxTokens;
    this.#leftOut = new Set(choices.leaveOut.map((id) => hashes(id)[0]));
    this.#byJudgment = columns.judgments.values.map((judged) => judgedStop(judged, gate));
  }

  /** True for a sample of which nothing but its verdict keeps an example from being made. */
  isSound(index: number): boolean {
    const judged = this.#columns.judgments.values[this.#columns.judged[index] ?? 0];
    const tokens = this.#columns.tokens[index] ?? 0;
    if (judged?.flaggedOut || this.#columns.flaws(index).length > 0) return false;
    if (this.#leftOut.has(this.#columns.idHash[index] ?? 0)) return false;
    return this.#maxTokens === null || tokens <= this.#maxTokens;
  }

  of(index: number): Stop | null {
    const columns = this.#columns;
    const judged = this.#byJudgment[columns.judged[index] ?? 0] ?? null;
    if (judged && judged.step !== 'gate') return judged;
    const flaws = columns.flaws(index);
    const tokens = columns.tokens[index] ?? 0;
    const limit = this.#maxTokens;
    const tooLong = limit !== null && tokens > limit;
    const leftOut = this.#leftOut.size > 0 && this.#leftOut.has(columns.idHash[index] ?? 0);
    if (flaws.length === 0 && !tooLong && !leftOut) return judged;
    const reasons: Reason[] = [...(judged?.reasons ?? []), ...flaws];
    if (tooLong) reasons.push({ code: 'too_long', tokens, limit });
    if (leftOut) reasons.push({ code: 'left_out' });
    return stopAt('gate', reasons);
  }
}

function judgedStop(judged: Judged, gate: Gate): Stop | null {
  const reasons = gateReasons(judged, gate);
  if (judged.status === 'unreviewed') return stopAt('reviewed', reasons);
  if (judged.status !== 'resolved') return stopAt('resolved', reasons);
  if (gate.approvedOnly && !judged.approved) return stopAt('approved', reasons);
  return reasons.length > 0 ? stopAt('gate', reasons) : null;
}
