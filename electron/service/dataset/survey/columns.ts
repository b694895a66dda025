import type { ScaleId } from '../../../../shared/domain/rubric.ts';
import { scaleIds } from '../../../../shared/domain/rubric.ts';
import type { ExampleReason } from '../../../../shared/rules/example.ts';
import type { Judged } from '../../../../shared/rules/gate.ts';

const statuses = ['unreviewed', 'waiting', 'disagreement', 'resolved'] as const;

/** What can be true of a sample, one bit each. */
const bit = {
  flaggedOut: 1,
  approved: 2,
  corrected: 4,
  legacy: 8,
  stale: 16,
  /** A person rejected the draft: with that alone it is an example of what not to say. */
  negative: 32,
  /** Beside the answer that passes there is the draft that a person scored lower. */
  pair: 64,
  /** The row's own flag: this one is for evaluation. */
  evaluation: 128,
  /** It has tools, or its prompt a call of one. */
  tools: 256,
  /** Its prompt begins without a system message. */
  unprompted: 512,
} as const;
export type Bit = keyof typeof bit;

/** Distinct values by number: a million samples have a handful of agents. */
export class Names<T = string> {
  readonly values: T[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #key: (value: T) => string;

  constructor(key: (value: T) => string) {
    this.#key = key;
  }

  number(value: T): number {
    const key = this.#key(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.values.length);
    return this.values.push(value) - 1;
  }

  /** Null for a value that no sample has. */
  find(value: T): number | null {
    return this.#numbers.get(this.#key(value)) ?? null;
  }
}

/**
 * What every decision about a dataset needs of each sample, as one column a question: a hundred thousand samples are
 * judged anew in the blink of an eye, and a million take 100 MB. A sample's place is its rank by sample id.
 */
export class Columns {
  readonly size: number;
  readonly agents = new Names<string>((name) => name);
  readonly intents = new Names<string | null>((name) => name ?? '\0');
  readonly tags = new Names<string>((name) => name);
  readonly #flaws = new Names<readonly ExampleReason[]>((reasons) => JSON.stringify(reasons));

  /** `samples.id`: where the sample is read again. */
  readonly rowId: Float64Array;
  /** Milliseconds since 1970. */
  readonly createdAt: Float64Array;
  readonly agent: Uint32Array;
  readonly intent: Uint32Array;
  /** Tokens of the example, with the longer of its answers; 0 where nothing was decided. */
  readonly tokens: Uint32Array;
  /** 53 bits of SHA-256 each: of the sample's id, its prompt (twice, so that no two meet by chance), its answer. */
  readonly idHash: Float64Array;
  readonly promptHash: Float64Array;
  readonly promptHash2: Float64Array;
  readonly answerHash: Float64Array;
  readonly #status: Uint8Array;
  readonly #bits: Uint16Array;
  readonly #scores: Uint8Array;
  readonly #flaw: Uint16Array;
  readonly #tagStart: Uint32Array;
  #tagList = new Uint32Array(1_024);
  #tagCount = 0;

  constructor(size: number) {
    this.size = size;
    this.rowId = new Float64Array(size);
    this.createdAt = new Float64Array(size);
    this.agent = new Uint32Array(size);
    this.intent = new Uint32Array(size);
    this.tokens = new Uint32Array(size);
    this.idHash = new Float64Array(size);
    this.promptHash = new Float64Array(size);
    this.promptHash2 = new Float64Array(size);
    this.answerHash = new Float64Array(size);
    this.#status = new Uint8Array(size);
    this.#bits = new Uint16Array(size);
    this.#scores = new Uint8Array(size * scaleIds.length);
    this.#flaw = new Uint16Array(size);
    this.#tagStart = new Uint32Array(size + 1);
    this.#flaws.number([]);
  }

  is(index: number, what: Bit): boolean {
    return ((this.#bits[index] ?? 0) & bit[what]) !== 0;
  }

  set(index: number, what: Bit): void {
    this.#bits[index] = (this.#bits[index] ?? 0) | bit[what];
  }

  judge(index: number, judged: Judged): void {
    this.#status[index] = statuses.indexOf(judged.status);
    if (judged.flaggedOut) this.set(index, 'flaggedOut');
    if (judged.status !== 'resolved') return;
    if (judged.approved) this.set(index, 'approved');
    if (judged.by === 'correction') this.set(index, 'corrected');
    if (judged.legacy) this.set(index, 'legacy');
    if (judged.stale) this.set(index, 'stale');
    for (const [offset, scale] of scaleIds.entries())
      this.#scores[index * scaleIds.length + offset] = judged.scores[scale] ?? 0;
  }

  /** The same as was given to `judge`. */
  judged(index: number): Judged {
    const flaggedOut = this.is(index, 'flaggedOut');
    const status = statuses[this.#status[index] ?? 0] ?? 'unreviewed';
    if (status !== 'resolved') return { flaggedOut, status };
    const scores: Record<string, number> = {};
    for (const scale of scaleIds) {
      const score = this.score(index, scale);
      if (score > 0) scores[scale] = score;
    }
    return {
      flaggedOut,
      status,
      approved: this.is(index, 'approved'),
      by: this.is(index, 'corrected') ? 'correction' : 'draft',
      // They were scores when they came in; a parse of each would take longer than the gate.
      scores: scores as Extract<Judged, { status: 'resolved' }>['scores'],
      legacy: this.is(index, 'legacy'),
      stale: this.is(index, 'stale'),
    };
  }

  /** 0 where there is none. */
  score(index: number, scale: ScaleId): number {
    return this.#scores[index * scaleIds.length + scaleIds.indexOf(scale)] ?? 0;
  }

  /** Why the sample cannot be an example. */
  flaws(index: number): readonly ExampleReason[] {
    return this.#flaws.values[this.#flaw[index] ?? 0] ?? [];
  }

  setFlaws(index: number, reasons: readonly ExampleReason[]): void {
    this.#flaw[index] = this.#flaws.number(reasons);
  }

  /** Samples get their tags in the order of their places. */
  setTags(index: number, tags: readonly string[]): void {
    this.#tagStart[index] = this.#tagCount;
    for (const tag of tags) {
      if (this.#tagCount === this.#tagList.length) {
        const longer = new Uint32Array(this.#tagList.length * 2);
        longer.set(this.#tagList);
        this.#tagList = longer;
      }
      this.#tagList[this.#tagCount++] = this.tags.number(tag);
    }
    this.#tagStart[index + 1] = this.#tagCount;
  }

  hasTag(index: number, tag: number): boolean {
    const end = this.#tagStart[index + 1] ?? 0;
    for (let at = this.#tagStart[index] ?? 0; at < end; at++) if (this.#tagList[at] === tag) return true;
    return false;
  }
}
