import type { Message, Tool } from '../../../../shared/domain/example.ts';
import { type Findings, isObject } from './check/findings.ts';
import { checkMessages, type Dialect } from './check/messages.ts';
import { checkTools } from './check/tools.ts';
import type { DatasetShape, JsonObject, JsonValue } from './format.ts';
import { functionTools } from './openai-messages.ts';
import { toolArguments } from './prompt.ts';

/**
 * What TRL's conversational formats share: arguments of tool calls are objects, because chat templates write them as JSON
 * themselves, and the tools are one text of JSON in a column of their own, which TRL's trainers parse. A list of objects
 * there would get the union of all tools' parameters from readers that infer columns.
 *
 * Source: https://huggingface.co/docs/trl/dataset_formats (tool calling), `tokenize_fn` in TRL's trainers.
 *
 * @param prompt one without faults: see `promptFault`
 */
export function trlMessages(prompt: readonly Message[]): JsonObject[] {
  const names = new Map<string, string>();
  return prompt.map((message): JsonObject => {
    if (message.role === 'tool') {
      // Some templates tell results by the function's name, others by the call's id.
      const name = names.get(message.toolCallId) ?? '';
      return { role: 'tool', name, tool_call_id: message.toolCallId, content: message.content };
    }
    if (message.role !== 'assistant' || message.toolCalls.length === 0)
      return { role: message.role, content: message.content };
    const calls = message.toolCalls.map((call) => {
      names.set(call.id, call.name);
      return { id: call.id, type: 'function', function: { name: call.name, arguments: toolArguments(call) ?? {} } };
    });
    return { role: 'assistant', content: message.content, tool_calls: calls };
  });
}

export const trlAnswer = (text: string): JsonObject[] => [{ role: 'assistant', content: text }];

/** The column `tools`: in every row of a dataset that has tools, and in none of another. */
export function toolsColumn(tools: readonly Tool[], shape: DatasetShape): { tools?: string | null } {
  if (!shape.tools) return {};
  return { tools: tools.length === 0 ? null : JSON.stringify(functionTools(tools)) };
}

/** Most chat templates take a system prompt in the first place only, and readers of columns write null for no key. */
export const trlDialect: Dialect = {
  keys: { system: [], user: [], assistant: ['tool_calls'], tool: ['name', 'tool_call_id'] },
  arguments: 'object',
  ids: false,
  parts: false,
  nulls: ['name', 'tool_calls', 'tool_call_id'],
  systemFirst: true,
};

/** Tools as TRL reads them: a list, or the JSON of one as text. */
export function checkToolsColumn(value: JsonValue | undefined, findings: Findings): void {
  if (value === undefined || value === null) return;
  let tools: unknown = value;
  if (typeof value === 'string')
    try {
      tools = JSON.parse(value);
    } catch {
      findings.wrongType('tools', value, 'a list of tools, or the JSON of one');
      return;
    }
  checkTools('tools', tools, ['return', 'strict'], findings);
}

/** Two answers that say the same, as lists of messages. */
export function checkDifferent(a: JsonValue | undefined, b: JsonValue | undefined, findings: Findings): void {
  if (a === undefined || JSON.stringify(a) !== JSON.stringify(b)) return;
  findings.add(
    'rejected',
    'answers_equal',
    '`chosen` and `rejected` are the same: there is nothing to prefer.',
    'Remove the row, or correct one of them.',
  );
}

/** What a model answers: the assistant's message, or several where it calls tools on its way. */
export function checkAnswer(field: string, value: JsonValue | undefined, findings: Findings): void {
  checkMessages(field, value, trlDialect, 'answer', findings);
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  if (isObject(first) && first['role'] !== 'assistant' && Array.isArray(value) && value.length > 1)
    findings.add(
      `${field}[0].role`,
      'turn_order',
      `\`${field}\` does not begin with the assistant's message.`,
      'Move what comes before the answer into `prompt`.',
    );
}
