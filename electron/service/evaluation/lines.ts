import { z } from 'zod';
import type { Prompt } from '../../../shared/domain/comparison.ts';
import type { FormatId } from '../../../shared/domain/dataset.ts';

/** The formats of a dataset that have prompts as a chat model takes them, the one that is read before the other. */
export const readableFormats = ['openai-chat', 'openai-preference'] as const satisfies readonly FormatId[];

/** A line of a dataset's file: what was asked, and the answer that was trained on or held out. */
export type DatasetLine = { prompt: Prompt; answer: string };

const toolCallSchema = z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) });
const messageSchema = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'user']), content: z.string() }),
  z.object({
    role: z.literal('assistant'),
    content: z.string().default(''),
    tool_calls: z.array(toolCallSchema).default([]),
  }),
  z.object({ role: z.literal('tool'), content: z.string(), tool_call_id: z.string() }),
]);
const toolSchema = z.object({
  function: z.object({
    name: z.string(),
    description: z.string().nullish(),
    parameters: z.record(z.string(), z.unknown()),
  }),
});
const askedSchema = z.object({ messages: z.array(messageSchema).min(1), tools: z.array(toolSchema).default([]) });
type Asked = z.infer<typeof askedSchema>;

/** A line in either of those formats, as a build has written it. */
export const lineSchema = z.union([
  askedSchema.transform(
    ({ messages, tools }): DatasetLine => ({
      prompt: promptOf({ messages: messages.slice(0, -1), tools }),
      answer: messages.at(-1)?.content ?? '',
    }),
  ),
  z.object({ input: askedSchema, preferred_output: z.array(z.object({ content: z.string() })).min(1) }).transform(
    ({ input, preferred_output: [preferred] }): DatasetLine => ({
      prompt: promptOf(input),
      answer: preferred?.content ?? '',
    }),
  ),
]);

function promptOf({ messages, tools }: Asked): Prompt {
  return {
    messages: messages.map(messageOf),
    tools: tools.map(({ function: { name, description, parameters } }) => ({
      name,
      description: description ?? null,
      parameters,
    })),
  };
}

function messageOf(message: Asked['messages'][number]): Prompt['messages'][number] {
  if (message.role === 'tool') return { role: 'tool', content: message.content, toolCallId: message.tool_call_id };
  if (message.role !== 'assistant') return message;
  const toolCalls = message.tool_calls.map(({ id, function: { name, arguments: given } }) => ({
    id,
    name,
    arguments: given,
  }));
  return { role: 'assistant', content: message.content, toolCalls };
}
