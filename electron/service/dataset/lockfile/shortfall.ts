import type { Funnel } from '../../../../shared/domain/dataset.ts';
import { reasonKey } from '../../../../shared/rules/reasons.ts';

/** Examples that a selection has and that came into no file: the last step of the funnel counts what was written. */
export class Shortfall {
  #examples = 0;
  readonly #reasons = new Map<string, number>();

  add(reasons: readonly { code: string }[]): void {
    this.#examples++;
    for (const key of reasons.map(reasonKey)) this.#reasons.set(key, (this.#reasons.get(key) ?? 0) + 1);
  }

  /** The funnel of the selection without them. */
  takenFrom(funnel: Funnel): Funnel {
    const last = funnel.at(-1);
    if (!last || this.#examples === 0) return funnel;
    const counts = new Map(Object.entries(last.reasons));
    for (const [key, count] of this.#reasons) counts.set(key, (counts.get(key) ?? 0) + count);
    const reasons = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
    return [
      ...funnel.slice(0, -1),
      { ...last, count: last.count - this.#examples, reasons: Object.fromEntries(reasons) },
    ];
  }
}
