import type { Message, Tool } from '../../../../shared/domain/example.ts';
import { Findings } from './check/findings.ts';
import type { Dialect } from './check/messages.ts';
import type { FileRules, JsonObject } from './format.ts';

/**
 * What OpenAI's two formats share.
 *
 * Source: `ChatCompletionRequestMessage`, `FineTuneChatCompletionRequestAssistantMessage` and `ChatCompletionTool` in
 * https://github.com/openai/openai-openapi; https://developers.openai.com/api/docs/guides/supervised-fine-tuning.
 */
export function openaiMessage(message: Message): JsonObject {
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
  if (message.role !== 'assistant' || message.toolCalls.length === 0)
    return { role: message.role, content: message.content };
  return {
    role: 'assistant',
    ...(message.content === '' ? {} : { content: message.content }),
    tool_calls: message.toolCalls.map(({ id, name, arguments: given }) => ({
      id,
      type: 'function',
      function: { name, arguments: given },
    })),
  };
}

export function functionTools(tools: readonly Tool[]): JsonObject[] {
  return tools.map(({ name, description, parameters }) => ({
    type: 'function',
    function: { name, ...(description === null ? {} : { description }), parameters: parameters as JsonObject },
  }));
}

const keys: Dialect['keys'] = {
  system: ['name'],
  user: ['name'],
  assistant: ['name', 'refusal', 'tool_calls'],
  tool: ['tool_call_id'],
};

/** System messages may stand anywhere: OpenAI asks for no order, and conversations do get instructions on their way. */
export const openaiDialect: Dialect = {
  keys,
  arguments: 'text',
  ids: true,
  parts: true,
  nulls: [],
  systemFirst: false,
};
/** `weight` says for an assistant's message whether it is trained on; only supervised training reads it. */
export const openaiWeighted: Dialect = {
  ...openaiDialect,
  keys: { ...keys, assistant: [...keys.assistant, 'weight'] },
};

/** Keys that OpenAI's functions have beyond name, description and parameters. */
export const openaiFunctionKeys = ['strict'] as const;

/** OpenAI refuses a file with fewer: https://developers.openai.com/api/docs/guides/supervised-fine-tuning. */
const fewest = 10;

export function atLeastTen(): FileRules {
  let rows = 0;
  return {
    row() {
      rows++;
      return [];
    },
    end() {
      const findings = new Findings();
      if (rows < fewest)
        findings.add(
          '',
          'too_few_examples',
          `OpenAI takes a file from ${fewest} examples on, and this one has ${rows}.`,
          'Add examples: 50 are a good beginning.',
        );
      return findings.list;
    },
  };
}
