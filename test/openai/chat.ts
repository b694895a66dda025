import { z } from 'zod';
import { digestOf, genericAnswer, Learnt } from './answers.ts';
import { ApiError, invalid } from './api-error.ts';
import { unixSeconds } from './clock.ts';
import type { Job } from './job.ts';
import { usableModel } from './models.ts';
import { type Act, parsed } from './route.ts';
import type { State } from './state.ts';
import { roughTokens } from './tokens.ts';

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const requestSchema = z.looseObject({
  model: z.string().min(1),
  messages: z
    .array(
      z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(partSchema), z.null()]).optional() }),
    )
    .min(1),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).nullish(),
  tool_choice: z.string().nullish(),
  stream: z.boolean().nullish(),
});
type Message = z.infer<typeof requestSchema>['messages'][number];

/** Words in a message by which the provider's filter declines: the prompt, or the answer on its way. */
const filteredPrompt = '[[fake:filtered-prompt]]';
const filteredAnswer = '[[fake:filtered-answer]]';

/** The same answer for the same model and messages. */
export const chatCompletion: Act = async (state, { json, now }) => {
  const request = parsed(requestSchema, json);
  if (request.stream) throw invalid('This server does not stream answers.', 'stream');
  const { job } = await usableModel(state, request.model, now);
  const { model, messages } = request;
  const { habits } = state;
  const asked = messages.map(textOf).join('\n');
  if (asked.includes(filteredPrompt)) {
    const { status, code, message } = habits.declines;
    throw new ApiError(status, message, { param: 'prompt', code });
  }
  const filtered = asked.includes(filteredAnswer);
  const question = textOf(messages.findLast(({ role }) => role === 'user'));
  const digest = digestOf([model, messages]);
  const answer = (job && (await learntBy(state, job)).answerTo(question)) ?? genericAnswer(question, digest);
  const limit = request.max_completion_tokens ?? request.max_tokens ?? Number.POSITIVE_INFINITY;
  const thinking = Math.min(habits.thinkingTokens, limit);
  const content = filtered ? '' : answer.slice(0, (limit - thinking) * 4);
  // A model that may call a tool does: tests are to say that it may not.
  const [tool] = request.tool_choice === 'none' ? [] : (request.tools ?? []);
  const usage = {
    prompt: messages.reduce((sum, message) => sum + roughTokens(textOf(message)), 0),
    completion: thinking + roughTokens(content),
  };
  return {
    json: {
      object: 'chat.completion',
      id: `chatcmpl-${digest.toString('hex').slice(0, 24)}`,
      created: unixSeconds(now),
      model,
      choices: [
        {
          index: 0,
          message: tool
            ? calling(tool.function.name)
            : { role: 'assistant', content: habits.answersInParts ? partsOf(content) : content, refusal: null },
          logprobs: null,
          finish_reason: tool ? 'tool_calls' : filtered ? 'content_filter' : content === answer ? 'stop' : 'length',
        },
      ],
      usage: {
        prompt_tokens: usage.prompt,
        ...(habits.countsAnswers ? { completion_tokens: usage.completion } : {}),
        total_tokens: usage.prompt + usage.completion,
      },
    },
  };
};

const calling = (name: string): object => ({
  ...{ role: 'assistant', content: null, refusal: null },
  tool_calls: [{ id: 'call_1', type: 'function', function: { name, arguments: '{}' } }],
});

const partsOf = (text: string): object[] => [
  { type: 'thinking', thinking: [{ type: 'text', text: 'They ask about something.' }] },
  { type: 'text', text },
];

/** Read once for all models of a file. */
function learntBy(state: State, { trainingFile }: Job): Promise<Learnt> {
  const known = state.learnt.get(trainingFile.id);
  if (known !== undefined) return known;
  const learnt = Learnt.from(state.storage.read(trainingFile.blob));
  state.learnt.set(trainingFile.id, learnt);
  return learnt;
}

function textOf(message: Message | undefined): string {
  const content = message?.content ?? '';
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('\n');
}
