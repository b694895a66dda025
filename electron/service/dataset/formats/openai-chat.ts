import type { Message } from '../../../../shared/domain/example.ts';
import { Findings, isObject } from './check/findings.ts';
import { checkMessages } from './check/messages.ts';
import { checkTools } from './check/tools.ts';
import type { Format, JsonObject } from './format.ts';
import { atLeastTen, functionTools, openaiFunctionKeys, openaiMessage, openaiWeighted } from './openai-messages.ts';
import { promptFault } from './prompt.ts';

/**
 * OpenAI's format for supervised fine-tuning, which many hosted trainers have taken over.
 *
 * `weight: 0` keeps the assistant's earlier messages as context and out of the training: OpenAI trains on every message
 * of the assistant, and nobody approved those. Source: https://developers.openai.com/api/docs/guides/supervised-fine-tuning.
 */
export const openaiChat: Format = {
  container: 'jsonl',
  sameColumns: false,
  row({ prompt, tools, chosen }) {
    if (chosen === null) return { ok: false, reason: 'no_chosen' };
    const fault = promptFault(prompt, { systemFirst: false });
    if (fault) return { ok: false, reason: fault };
    const messages = [...prompt.map(context), { role: 'assistant', content: chosen }];
    return { ok: true, row: { messages, ...(tools.length === 0 ? {} : { tools: functionTools(tools) }) } };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['messages', 'tools', 'parallel_tool_calls'])) return findings.list;
    const { messages, tools, parallel_tool_calls: parallel } = row;
    checkMessages('messages', messages, openaiWeighted, 'answer', findings);
    if (Array.isArray(messages)) checkWeights(messages, findings);
    if (tools !== undefined) checkTools('tools', tools, openaiFunctionKeys, findings);
    if (parallel !== undefined && typeof parallel !== 'boolean')
      findings.wrongType('parallel_tool_calls', parallel, 'true or false');
    return findings.list;
  },
  fileRules: atLeastTen,
};

function context(message: Message): JsonObject {
  return message.role === 'assistant' ? { ...openaiMessage(message), weight: 0 } : openaiMessage(message);
}

function checkWeights(messages: readonly unknown[], findings: Findings): void {
  let trained = 0;
  let answers = 0;
  for (const [index, message] of messages.entries()) {
    if (!isObject(message) || message['role'] !== 'assistant') continue;
    const { weight } = message;
    answers++;
    if (weight !== 0) trained++;
    if (weight !== undefined && weight !== 0 && weight !== 1)
      findings.add(
        `messages[${index}].weight`,
        'weight',
        `A weight is ${JSON.stringify(weight)}, but must be 0 or 1.`,
        'Write 0 for a message that is only context, and 1 for one to train on.',
      );
  }
  if (answers > 0 && trained === 0)
    findings.add(
      'messages',
      'nothing_trained',
      'Every message of the assistant has the weight 0: the row trains nothing.',
      'Leave the weight of the last answer away, or remove the row.',
    );
}
