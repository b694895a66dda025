import type { FormatReason } from '../../../../shared/domain/dataset.ts';
import type { Example, Message, Tool } from '../../../../shared/domain/example.ts';
import { shown } from '../../samples/import/problem.ts';
import { type Findings, isObject } from './check/findings.ts';
import { checkFunction, checkToolName } from './check/tools.ts';
import type { JsonObject, JsonValue } from './format.ts';
import { promptFault, toolArguments } from './prompt.ts';

/**
 * What the two ShareGPT formats of LLaMA-Factory share.
 *
 * Turns of human or observation stand in odd positions, those of gpt or function_call in even ones, and the converter
 * skips a row in which they do not, with a line in its log: so that here such an example is refused with a reason.
 * `system` and `tools` are there in every row, empty where there are none: the converter reads both columns.
 *
 * Source: https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md, `SharegptDatasetConverter`.
 */
export type Turn = { from: 'human' | 'gpt' | 'function_call' | 'observation'; value: string };

type Turns = { ok: true; system: string; turns: Turn[] } | { ok: false; reason: FormatReason };

const refuse = (reason: FormatReason): Turns => ({ ok: false, reason });
const odd: readonly unknown[] = ['human', 'observation'];
const even: readonly unknown[] = ['gpt', 'function_call'];

/** The prompt as turns; a system prompt has a column of its own. */
export function turnsOf({ prompt }: Example): Turns {
  const fault = promptFault(prompt, { systemFirst: true });
  if (fault) return refuse(fault);
  const [first] = prompt;
  const system = first?.role === 'system' ? first.content : '';
  const turns: Turn[] = [];
  for (const message of first?.role === 'system' ? prompt.slice(1) : prompt) {
    if (message.role === 'assistant' && message.toolCalls.length > 0 && message.content !== '')
      return refuse('text_beside_tool_call');
    const turn = turnOf(message);
    if (!turn || !(turns.length % 2 === 0 ? odd : even).includes(turn.from)) return refuse('turns_not_alternating');
    turns.push(turn);
  }
  return { ok: true, system, turns };
}

/** Null for several calls at once: their results would be turns that do not alternate. */
function turnOf(message: Message): Turn | null {
  if (message.role === 'tool') return { from: 'observation', value: message.content };
  if (message.role !== 'assistant') return { from: 'human', value: message.content };
  const [call, ...others] = message.toolCalls;
  if (!call) return { from: 'gpt', value: message.content };
  if (others.length > 0) return null;
  return { from: 'function_call', value: JSON.stringify({ name: call.name, arguments: toolArguments(call) ?? {} }) };
}

/** The tools as JSON text; every one with `properties`, because LLaMA-Factory's templates read them unasked. */
export function toolsText(tools: readonly Tool[]): string {
  if (tools.length === 0) return '';
  return JSON.stringify(
    tools.map(({ name, description, parameters }) => ({
      name,
      description: description ?? '',
      parameters: { type: 'object', properties: {}, ...parameters },
    })),
  );
}

/** Checks the columns that both formats have; `parity` is what remains of the number of turns modulo 2. */
export function checkTurns(row: JsonObject, parity: 0 | 1, findings: Findings): void {
  const { conversations, system, tools } = row;
  if (system !== undefined && typeof system !== 'string') findings.wrongType('system', system, 'text');
  if (tools !== undefined) checkToolsText(tools, findings);
  if (!findings.nonEmptyList('conversations', conversations, 'turns')) return;
  const [first] = conversations;
  const skipped = isObject(first) && first['from'] === 'system' ? 1 : 0;
  let before: unknown = null;
  for (const [index, turn] of conversations.entries()) {
    const at = `conversations[${index}]`;
    if (!findings.object(at, turn, ['from', 'value'])) continue;
    const { from, value } = turn;
    if (index >= skipped) checkPosition(`${at}.from`, from, (index - skipped) % 2 === 0, before, findings);
    checkValue(`${at}.value`, from, value, findings);
    before = from;
  }
  if ((conversations.length - skipped) % 2 !== parity)
    findings.add(
      'conversations',
      'turn_order',
      parity === 0 ? 'The conversation does not end with an answer.' : 'The prompt does not end with a question.',
      parity === 0 ? 'End with a turn of gpt.' : 'End with a turn of human or observation.',
    );
}

function checkPosition(field: string, from: unknown, isOdd: boolean, before: unknown, findings: Findings): void {
  const wanted = isOdd ? odd : even;
  if (!odd.includes(from) && !even.includes(from)) {
    if (typeof from !== 'string') {
      findings.wrongType(field, from, 'one of human, gpt, function_call, observation');
      return;
    }
    findings.add(
      field,
      from === 'system' ? 'system_not_first' : 'role',
      `\`${field}\` is ${shown(from)}, but must be one of human, gpt, function_call, observation.`,
      from === 'system' ? 'Put it first, or into `system`.' : 'Correct the role.',
    );
    return;
  }
  if (!wanted.includes(from))
    findings.add(
      field,
      'turn_order',
      `A turn of ${from} stands where ${wanted.join(' or ')} must stand: LLaMA-Factory skips the row.`,
      'Let human or observation alternate with gpt or function_call, beginning with human.',
    );
  else if (isOdd && (from === 'observation') !== (before === 'function_call'))
    findings.add(
      field,
      from === 'observation' ? 'tool_call_unmatched' : 'tool_call_unanswered',
      from === 'observation' ? 'An observation follows no function_call.' : 'A function_call gets no observation.',
      'Put the observation right behind its function_call.',
    );
}

/** Checks what a turn says; a function_call says which functions to call, as JSON. */
export function checkValue(field: string, from: unknown, value: JsonValue | undefined, findings: Findings): void {
  if (!findings.text(field, value) || from !== 'function_call') return;
  let calls: unknown;
  try {
    calls = JSON.parse(value);
  } catch {
    calls = null;
  }
  for (const call of Array.isArray(calls) ? calls : [calls]) {
    if (isObject(call) && isObject(call['arguments'])) checkToolName(field, call['name'], findings);
    else
      findings.add(
        field,
        'tool_arguments',
        `\`${field}\` is not the JSON of a function call.`,
        'Write it as in {"name": "lookup", "arguments": {"order_id": "A1"}}.',
      );
  }
}

function checkToolsText(value: JsonValue, findings: Findings): void {
  if (value === '') return;
  let tools: unknown;
  try {
    tools = typeof value === 'string' ? JSON.parse(value) : null;
  } catch {
    tools = null;
  }
  if (!Array.isArray(tools)) {
    findings.wrongType('tools', value, 'the JSON of a list of tools, as text');
    return;
  }
  const names = new Set<string>();
  for (const [index, tool] of tools.entries()) {
    const wrapped = isObject(tool) && tool['type'] === 'function';
    const field = wrapped ? `tools[${index}].function` : `tools[${index}]`;
    const given: unknown = wrapped ? tool['function'] : tool;
    checkFunction(field, given, ['strict', 'return'], names, findings);
    const parameters = isObject(given) ? given['parameters'] : undefined;
    if (isObject(given) && !(isObject(parameters) && isObject(parameters['properties'])))
      findings.add(
        `${field}.parameters`,
        'tool_parameters',
        `\`${field}.parameters\` has no \`properties\`, which LLaMA-Factory reads.`,
        'Add `properties`, empty for a function without arguments.',
      );
  }
}
