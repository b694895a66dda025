import { z } from 'zod';
import type { EvaluationPlan, Prompt } from '../../../shared/domain/comparison.ts';
import type { Provider } from '../../../shared/domain/provider.ts';
import { keptAnswers } from '../../../shared/rules/evaluation-words.ts';
import { functionTools, openaiMessage } from '../dataset/formats/openai-messages.ts';
import { hostOf, openClient } from '../finetune/providers/client.ts';
import { failureOf } from '../finetune/providers/failures.ts';
import { answerMs, patientFetch } from './patience.ts';

/** An answer and what it was billed by. */
export type ChatAnswer = {
  /** Null where none came: the provider declined, or the model spent all its tokens before the first word. */
  text: string | null;
  /** It came to the longest answer. */
  isCut: boolean;
  tokens: { input: number; output: number } | null;
};

/** Asks a model once, and never again by itself. @throws AssayError as `failureOf` makes it, or what its signal says */
export type Chat = (model: string, prompt: Prompt, signal: AbortSignal) => Promise<ChatAnswer>;

/** Some servers tell an answer in parts, of which some are no text, such as what a model thinks. */
const contentSchema = z.union([
  z.string(),
  z
    .array(z.looseObject({ type: z.string(), text: z.string().optional() }))
    .transform((parts) => parts.map(({ type, text = '' }) => (type === 'text' ? text : '')).join('')),
]);

/** What is told otherwise is not known: it would be shown as a cost. */
const count = z.int().nonnegative();

/** Read leniently, as servers of one shape differ; only an answer must be there. What is not understood was paid for. */
const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({ content: contentSchema.nullish(), refusal: z.string().nullish() }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(null),
});

/** Chat completions of a server of OpenAI's shape. @throws AssayError invalid-input for an address without TLS */
export function openChat(provider: Provider, key: string, sampling: EvaluationPlan['sampling']): Chat {
  const client = openClient(provider, key);
  const { temperature, maxTokens, seed } = sampling;
  const timeout = answerMs(maxTokens);
  const fetchOptions = patientFetch(timeout);
  const settings = {
    // OpenAI's newer models refuse the older name, and other servers do not know the newer one.
    ...(provider.kind === 'openai' ? { max_completion_tokens: maxTokens } : { max_tokens: maxTokens }),
    ...(temperature === null ? {} : { temperature }),
    ...(seed === null ? {} : { seed }),
  };
  return async (model, { messages, tools }, signal) => {
    const body = {
      model,
      messages: messages.map(openaiMessage),
      // Tools are a part of what both are asked, and are paid for. Nobody runs them: a call is nothing that a judge can read.
      ...(tools.length === 0 ? {} : { tools: functionTools(tools), tool_choice: 'none' }),
      ...settings,
    };
    try {
      return answerOf(await client.post('/chat/completions', { body, signal, timeout, fetchOptions }));
    } catch (error) {
      throw failureOf(error, hostOf(provider.baseUrl), {
        charged: keptAnswers,
        missing: 'Check the name of the model.',
      });
    }
  };
}

function answerOf(completion: unknown): ChatAnswer {
  const { choices, usage } = completionSchema.parse(completion);
  const [choice] = choices;
  const tokens = usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : null;
  const text = choice?.message.content ?? null;
  const isCut = choice?.finish_reason === 'length';
  const declined = choice?.finish_reason === 'content_filter' || (choice?.message.refusal ?? '') !== '';
  return { text: declined || (isCut && text?.trim() === '') ? null : text, isCut, tokens };
}
