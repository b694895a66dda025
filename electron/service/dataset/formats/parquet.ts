import type { Message } from '../../../../shared/domain/example.ts';
import { Findings } from './check/findings.ts';
import { checkMessages, type Dialect } from './check/messages.ts';
import type { DatasetShape, Format, JsonObject } from './format.ts';
import { promptFault } from './prompt.ts';
import { checkToolsColumn, toolsColumn } from './trl.ts';

/**
 * Conversations in Parquet, for whoever computes over them or keeps them on a hub: `messages` as a list of structs.
 *
 * A column has one type, so that every message has every field, and tool-call arguments are the text that the model
 * wrote. Chat templates ask whether a message has `tool_calls` at all, so a dataset without tools has no such fields.
 */
export const parquet: Format = {
  container: 'parquet',
  sameColumns: true,
  row({ prompt, tools, chosen }, shape) {
    if (chosen === null) return { ok: false, reason: 'no_chosen' };
    const fault = promptFault(prompt, { systemFirst: true });
    if (fault) return { ok: false, reason: fault };
    const answer = { role: 'assistant', content: chosen, toolCalls: [] } as const;
    const messages = [...prompt, answer].map((message) => struct(message, shape));
    return { ok: true, row: { messages, ...toolsColumn(tools, shape) } };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['messages', 'tools'])) return findings.list;
    checkMessages('messages', row['messages'], dialect, 'answer', findings);
    checkToolsColumn(row['tools'], findings);
    return findings.list;
  },
  fileRules: () => ({ row: () => [], end: () => [] }),
};

function struct(message: Message, { tools }: DatasetShape): JsonObject {
  const { role, content } = message;
  if (!tools) return { role, content };
  const calls = role === 'assistant' ? message.toolCalls : [];
  return {
    role,
    content,
    tool_calls:
      calls.length === 0
        ? null
        : calls.map(({ id, name, arguments: given }) => ({
            id,
            type: 'function',
            function: { name, arguments: given },
          })),
    tool_call_id: role === 'tool' ? message.toolCallId : null,
  };
}

const dialect: Dialect = {
  keys: { system: [], user: [], assistant: ['tool_calls'], tool: ['name', 'tool_call_id'] },
  arguments: 'text',
  ids: true,
  parts: false,
  nulls: ['name', 'tool_calls', 'tool_call_id'],
  systemFirst: true,
};
