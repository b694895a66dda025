import { AssayError } from '../../../shared/errors.ts';
import { keptAnswers } from '../../../shared/rules/evaluation-words.ts';
import type { ProviderError } from '../finetune/providers/failures.ts';
import type { TakenAnswer } from './answering.ts';
import type { Usage } from './table.ts';

/** So many requests in a row are declined for what they have in common, whatever their prompts say. */
const mostDeclined = 20;
/** So many first answers of a model that were cut before a word was written tell that the others will be. */
const mostCut = 5;

/**
 * What one model is heard to answer. A request may be declined for its prompt, or for what all requests have in common, such
 * as a setting: that the model answers another one tells. What was declined is held until then, and is no answer after it.
 */
export class Hearing {
  #answers: boolean;
  #speaks: boolean;
  #cut = 0;
  readonly #declined: { request: TakenAnswer; error: ProviderError }[] = [];

  /** @param before what its answers have come to before */
  constructor({ answers, none }: Pick<Usage, 'answers' | 'none'>) {
    this.#answers = answers > 0;
    this.#speaks = answers > none;
  }

  /** @returns what is to be kept */
  answered(answer: TakenAnswer): TakenAnswer[] {
    this.#answers = true;
    if (answer.text !== null) this.#speaks = true;
    else if (answer.isCut) this.#cut++;
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

  /** @throws AssayError where its answers are cut before they begin, each of which is paid for */
  mustSpeak(): void {
    if (this.#speaks || this.#cut < mostCut) return;
    throw new AssayError({
      kind: 'invalid-input',
      message: `The first ${mostCut} answers of one model are empty: they were cut at the longest answer, before a word was written.`,
      safe: keptAnswers,
      remedy:
        'Begin a new evaluation with a longer answer: a model that thinks first needs some thousand tokens for it.',
    });
  }

  #letGo(): TakenAnswer[] {
    return this.#declined.splice(0).map(({ request }) => request);
  }
}
