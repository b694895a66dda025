import type { ProviderError } from '../finetune/providers/failures.ts';
import type { TakenAnswer } from './answering.ts';

/** So many requests in a row are declined for what they have in common, whatever their prompts say. */
const mostDeclined = 20;

/**
 * What one model is heard to answer. A request may be declined for its prompt, or for what all requests have in common, such
 * as a setting: that the model answers another one tells. What was declined is held until then, and is no answer after it.
 */
export class Hearing {
  #answers: boolean;
  readonly #declined: { request: TakenAnswer; error: ProviderError }[] = [];

  /** @param answers whether it has answered before */
  constructor(answers: boolean) {
    this.#answers = answers;
  }

  /** @returns what is to be kept */
  answered(answer: TakenAnswer): TakenAnswer[] {
    this.#answers = true;
    return [...this.#letGo(), answer];
  }

  /** @throws ProviderError where too many were declined in a row */
  declined(request: TakenAnswer, error: ProviderError): void {
    this.#declined.push({ request, error });
    if (this.#declined.length >= mostDeclined) throw error;
  }

  /** All were asked for. @returns what is to be kept. @throws ProviderError where the model has answered nothing */
  ended(): TakenAnswer[] {
    const last = this.#declined.at(-1);
    if (last && !this.#answers) throw last.error;
    return this.#letGo();
  }

  #letGo(): TakenAnswer[] {
    return this.#declined.splice(0).map(({ request }) => request);
  }
}
