import { Findings } from './check/findings.ts';
import { checkMessages } from './check/messages.ts';
import { checkTools } from './check/tools.ts';
import type { Format, JsonValue } from './format.ts';
import { atLeastTen, functionTools, openaiDialect, openaiFunctionKeys, openaiMessage } from './openai-messages.ts';
import { promptFault } from './prompt.ts';

/**
 * OpenAI's format for direct preference optimization: two answers to one prompt, and which is better. Only the two
 * outputs are trained on. Source: https://developers.openai.com/api/docs/guides/direct-preference-optimization.
 */
export const openaiPreference: Format = {
  container: 'jsonl',
  sameColumns: false,
  row({ prompt, tools, chosen, rejected }) {
    if (chosen === null || rejected === null || chosen === rejected) return { ok: false, reason: 'no_pair' };
    const fault = promptFault(prompt, { systemFirst: false });
    if (fault) return { ok: false, reason: fault };
    return {
      ok: true,
      row: {
        input: { messages: prompt.map(openaiMessage), tools: functionTools(tools), parallel_tool_calls: true },
        preferred_output: [{ role: 'assistant', content: chosen }],
        non_preferred_output: [{ role: 'assistant', content: rejected }],
      },
    };
  },
  check(row) {
    const findings = new Findings();
    if (!findings.object('', row, ['input', 'preferred_output', 'non_preferred_output'])) return findings.list;
    const { input, preferred_output: preferred, non_preferred_output: other } = row;
    if (findings.object('input', input, ['messages', 'tools', 'parallel_tool_calls'])) {
      checkMessages('input.messages', input['messages'], openaiDialect, 'question', findings);
      const { tools, parallel_tool_calls: parallel } = input;
      if (tools !== undefined) checkTools('input.tools', tools, openaiFunctionKeys, findings);
      if (parallel !== undefined && typeof parallel !== 'boolean')
        findings.wrongType('input.parallel_tool_calls', parallel, 'true or false');
    }
    checkOutput('preferred_output', preferred, findings);
    checkOutput('non_preferred_output', other, findings);
    if (JSON.stringify(preferred) === JSON.stringify(other) && preferred !== undefined)
      findings.add(
        'non_preferred_output',
        'answers_equal',
        'The preferred and the other output are the same: there is nothing to prefer.',
        'Remove the row, or correct one of them.',
      );
    return findings.list;
  },
  fileRules: atLeastTen,
};

function checkOutput(field: string, value: JsonValue | undefined, findings: Findings): void {
  checkMessages(field, value, openaiDialect, 'answer', findings);
  if (Array.isArray(value) && value.length > 1)
    findings.add(
      field,
      'last_message',
      `\`${field}\` holds ${value.length} messages, but must hold the one answer of the assistant.`,
      'Move what comes before the answer into `input.messages`.',
    );
}
