import type { ExampleReason } from '../../../../shared/rules/example.ts';
import type { Judged } from '../../../../shared/rules/gate.ts';

/** What can be true of a sample, one bit each. */
const bit = {
  /** A person rejected the draft: with that alone it is an example of what not to say. */
  negative: 1,
  /** Beside the answer that passes there is the draft that a person scored lower. */
  pair: 2,
  /** The row's own flag: this one is for evaluation. */
  evaluation: 4,
  /** It has tools, or its prompt a call of one. */
  tools: 8,
  /** Its prompt begins without a system message. */
  unprompted: 16,
} as const;
export type Bit = keyof typeof bit;

/** Distinct values by number: a million samples have a handful of agents. */
class Names<T = string> {
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
  /** What can be decided about a sample: the same of many, so that a gate judges each once. */
  readonly judgments = new Names<Judged>((judged) => JSON.stringify(judged));
  readonly #flaws = new Names<readonly ExampleReason[]>((reasons) => JSON.stringify(reasons));

  /** `samples.id`: where the sample is read again. */
  readonly rowId: Float64Array;
  /** Milliseconds since 1970. */
  readonly createdAt: Float64Array;
  readonly agent: Uint32Array;
  readonly intent: Uint32Array;
  /** Tokens of the example, with the longer of its answers; 0 where nothing was decided. */
  readonly tokens: Uint32Array;
  /** The place of the first sample with the same prompt; its own where nothing was decided. */
  readonly samePrompt: Uint32Array;
  /** 53 bits of SHA-256 each: of the sample's id, and of its answer. */
  readonly idHash: Float64Array;
  readonly answerHash: Float64Array;
  /** The number of what was decided about it, in `judgments`. */
  readonly judged: Uint32Array;
  readonly #bits: Uint8Array;
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
    this.samePrompt = Uint32Array.from({ length: size }, (_, index) => index);
    this.answerHash = new Float64Array(size);
    this.judged = new Uint32Array(size);
    this.#bits = new Uint8Array(size);
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
