import type { Sample } from '../../../shared/domain/sample.ts';
import { readStored, type StoredSample } from '../samples/read.ts';
import type { Connection } from '../store/database.ts';
import type { PersonalData } from './personal-data.ts';
import type { Redactor } from './pii/redactor.ts';

/** Samples of one conversation often follow each other in the order of their ids. */
const mostHeld = 256;

/** The redactors of conversations: whoever is named in one has the same token in all of its samples. */
export class Conversations {
  readonly #personalData: PersonalData;
  readonly #answerOf: (sample: Sample) => string;
  readonly #members;
  readonly #held = new Map<string, Redactor>();

  /** @param answerOf the text that would be trained on */
  constructor(db: Connection, personalData: PersonalData, answerOf: (sample: Sample) => string) {
    this.#personalData = personalData;
    this.#answerOf = answerOf;
    this.#members = db.prepare<[string], StoredSample>(
      'SELECT sample_id, response_hash, body FROM samples WHERE conversation_id = ?',
    );
  }

  redactorOf(sample: Sample): Redactor {
    // Where nothing is looked for, what else was said tells nothing.
    if (!this.#personalData.looks) return this.#personalData.redactor([]);
    const { conversationId } = sample;
    if (conversationId === null) return this.#personalData.redactor(this.#textsOf([sample]));
    let redactor = this.#held.get(conversationId);
    if (redactor) this.#held.delete(conversationId);
    else {
      redactor = this.#personalData.redactor(this.#textsOf(this.#members.all(conversationId).map(readStored)));
      if (this.#held.size >= mostHeld) this.#held.delete(this.#held.keys().next().value ?? '');
    }
    // The newest is last.
    this.#held.set(conversationId, redactor);
    return redactor;
  }

  /** By time, then by id: the order in which they came here tells nothing. */
  #textsOf(samples: readonly Sample[]): string[] {
    return samples
      .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.sampleId < b.sampleId ? -1 : 1))
      .flatMap((sample) => [
        ...sample.history.flatMap(({ content, toolCalls }) => [content, ...toolCalls.map((call) => call.arguments)]),
        sample.query,
        sample.response,
        this.#answerOf(sample),
      ]);
  }
}
