import { createHash } from 'node:crypto';
import { type Example, exampleOf, linesOf } from './training-file.ts';

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));

/** A word that so many questions share tells nothing of any, and would make every answer as slow as the file is long. */
const commonIn = (examples: number): number => Math.max(50, examples / 10);

/** What a tuned model has learnt: to say what stands under the question that shares most words with the one it hears. */
export class Learnt {
  readonly #examples: Example[];
  readonly #holding: Map<string, number[]>;

  private constructor(examples: Example[], holding: Map<string, number[]>) {
    this.#examples = examples;
    this.#holding = holding;
  }

  static async from(content: AsyncIterable<Buffer>): Promise<Learnt> {
    const examples: Example[] = [];
    const holding = new Map<string, number[]>();
    for await (const line of linesOf(content)) {
      const example = exampleOf(line);
      if (example === null || example.answer === '') continue;
      for (const word of wordsOf(example.question)) {
        const lines = holding.get(word);
        if (lines) lines.push(examples.length);
        else holding.set(word, [examples.length]);
      }
      examples.push(example);
    }
    return new Learnt(examples, holding);
  }

  /** Null where it has learnt nothing of the kind; the earlier example where two are as close. */
  answerTo(question: string): string | null {
    const shared = new Map<number, number>();
    for (const word of wordsOf(question)) {
      const lines = this.#holding.get(word) ?? [];
      if (lines.length > commonIn(this.#examples.length)) continue;
      for (const line of lines) shared.set(line, (shared.get(line) ?? 0) + 1);
    }
    let best: [line: number, words: number] | null = null;
    for (const [line, words] of shared) {
      if (best === null || words > best[1] || (words === best[1] && line < best[0])) best = [line, words];
    }
    return best && (this.#examples[best[0]]?.answer ?? null);
  }
}

/** What a model that knows nothing of the company says: polite, about the question, and seldom of use. */
const openings = [
  'Thank you for reaching out. I understand that you are asking about TOPIC.',
  'I am sorry to hear about the trouble with TOPIC.',
  'Thanks for your message about TOPIC!',
  'I appreciate your patience while we look at TOPIC.',
];
const bodies = [
  'Please check the settings of your account, and try again after you have signed out and in.',
  'In most cases this can be found in the help center under the matching topic.',
  'This usually takes between three and ten business days, but it may take longer in some cases.',
  'I have forwarded it to the responsible team, who will get back to you as soon as possible.',
  'Could you please give me some more details, so that I can assist you better?',
];
const closings = [
  'Let me know if there is anything else that I can help you with.',
  'If this does not solve it, please contact our support team.',
  'We apologize for any inconvenience that this may have caused.',
];

/** The same words for the same model and messages, and for no others. `digest` is theirs. */
export function genericAnswer(question: string, digest: Buffer): string {
  const long = [...wordsOf(question)].sort((a, b) => b.length - a.length).slice(0, 2);
  const topic = long.length === 0 ? 'this' : long.join(' and ');
  const pick = (from: readonly string[], byte: number) => from[(digest[byte] ?? 0) % from.length];
  const reference = `Our reference is ${digest.toString('hex', 3, 9)}.`;
  return [pick(openings, 0)?.replace('TOPIC', topic), pick(bodies, 1), reference, pick(closings, 2)].join(' ');
}

export const digestOf = (value: unknown): Buffer => createHash('sha256').update(JSON.stringify(value)).digest();
