import type { FormatReason } from '../../../../shared/domain/dataset.ts';
import type { Example, Message, ToolCall } from '../../../../shared/domain/example.ts';
import { readJson } from '../../samples/import/json.ts';
import { Findings, isObject } from './check/findings.ts';
import { isToolName } from './check/tools.ts';
import { checkValues } from './check/values.ts';
import type { DatasetShape, JsonObject } from './format.ts';

/** The shape that a dataset has because of this example alone. */
export function shapeOf({ prompt, tools }: Example): DatasetShape {
  return { tools: tools.length > 0 || prompt.some((message) => message.role === 'tool' || hasCalls(message)) };
}

const hasCalls = (message: Message): boolean => message.role === 'assistant' && message.toolCalls.length > 0;

/**
 * Why a prompt can be a row of no trainer's format: it asks nothing, or its tool calls and their results do not fit.
 *
 * @param systemFirst refuses a system prompt in another place than the first, which most chat templates do
 */
export function promptFault(
  prompt: readonly Message[],
  { systemFirst }: { systemFirst: boolean },
): FormatReason | null {
  const last = prompt.at(-1)?.role;
  if (last !== 'user' && last !== 'tool') return 'no_question';
  if (systemFirst && prompt.some(({ role }, index) => role === 'system' && index > 0)) return 'system_not_first';
  const open = new Set<string>();
  for (const message of prompt) {
    if (message.role === 'tool') {
      if (!open.delete(message.toolCallId)) return 'tool_use_malformed';
    } else if (open.size > 0) return 'tool_use_malformed';
    if (message.role !== 'assistant') continue;
    for (const call of message.toolCalls) {
      if (call.id === '' || open.has(call.id) || !isToolName(call.name) || toolArguments(call) === null)
        return 'tool_use_malformed';
      open.add(call.id);
    }
  }
  return open.size > 0 ? 'tool_use_malformed' : null;
}

/** The arguments of a tool call as an object; null where they are no JSON object, or reading would change them. */
export function toolArguments(call: ToolCall): JsonObject | null {
  const read = readJson(call.arguments);
  if (!read.ok || !isObject(read.value)) return null;
  const findings = new Findings();
  checkValues(read.value, findings);
  return findings.list.length === 0 ? read.value : null;
}
