import { shown } from '../../../samples/import/problem.ts';
import type { JsonObject, JsonValue } from '../format.ts';
import { type Findings, isObject } from './findings.ts';
import { checkArgumentsText, checkToolName } from './tools.ts';

/** What differs between the formats that hold lists of messages with roles. */
export type Dialect = {
  /** Keys of a message beyond `role` and `content`, by role. */
  keys: Readonly<Record<Role, readonly string[]>>;
  /** Tool-call arguments as the text that the model wrote, or as the object that it means. */
  arguments: 'text' | 'object';
  /** Tool calls have ids, and results name them. */
  ids: boolean;
  /** Content may be a list of parts; images in users' messages. */
  parts: boolean;
  /** Keys where a null stands for no key, in every message: readers of columns fill them in. */
  nulls: readonly string[];
  /** A system prompt comes first or not at all. */
  systemFirst: boolean;
};
type Role = 'system' | 'user' | 'assistant' | 'tool';
type OpenCall = { id: string | null; name: unknown; field: string };

const roles: readonly unknown[] = ['system', 'user', 'assistant', 'tool'] satisfies Role[];
const isRole = (value: unknown): value is Role => roles.includes(value);

/**
 * Checks a list of messages: their shape, their order, and that each tool result answers a tool call.
 *
 * @param ends `answer` where the last message is the assistant's; `question` where the next one is
 */
export function checkMessages(
  field: string,
  value: unknown,
  dialect: Dialect,
  ends: 'answer' | 'question',
  findings: Findings,
): void {
  if (!findings.nonEmptyList(field, value, 'messages')) return;
  let open: OpenCall[] = [];
  for (const [index, message] of value.entries()) {
    const at = `${field}[${index}]`;
    if (!isObject(message)) {
      findings.wrongType(at, message, 'an object with `role` and `content`');
      continue;
    }
    const role = message['role'];
    if (!isRole(role)) {
      reportRole(`${at}.role`, role, findings);
      continue;
    }
    if (role === 'tool') checkResult(at, message, open, dialect, findings);
    else {
      reportUnanswered(open, findings);
      open = role === 'assistant' ? callsOf(at, message, dialect, findings) : [];
    }
    findings.object(at, message, ['role', 'content', ...dialect.keys[role]], dialect.nulls);
    for (const key of ['name', 'refusal']) checkOptionalText(`${at}.${key}`, message[key], findings);
    checkContent(at, message, role, dialect, findings);
    if (role === 'system' && index > 0 && dialect.systemFirst)
      findings.add(
        `${at}.role`,
        'system_not_first',
        'A system message stands behind others: most chat templates refuse that.',
        'Put it first, or remove it.',
      );
  }
  if (ends === 'question') reportUnanswered(open, findings);
  const last: unknown = value.at(-1);
  const lastRole = isObject(last) ? last['role'] : undefined;
  const fits = ends === 'answer' ? lastRole === 'assistant' : lastRole === 'user' || lastRole === 'tool';
  if (isRole(lastRole) && !fits)
    findings.add(
      `${field}[${value.length - 1}].role`,
      'last_message',
      ends === 'answer'
        ? `The last message is of the role “${lastRole}”, but must be the assistant's answer.`
        : `The prompt ends with a message of the role “${lastRole}”, but must end with the user's or a tool's.`,
      ends === 'answer' ? 'End with the answer to learn.' : 'End with the message to answer.',
    );
}

function reportRole(field: string, role: unknown, findings: Findings): void {
  if (typeof role !== 'string') {
    findings.wrongType(field, role, `one of ${roles.join(', ')}`);
    return;
  }
  const remedies: Record<string, string> = {
    developer: 'Write “system”.',
    function: 'Write “tool”, with `tool_call_id` instead of `name`.',
    human: 'Write “user”.',
    gpt: 'Write “assistant”.',
  };
  findings.add(
    field,
    'role',
    `\`${field}\` is ${shown(role)}, but must be one of ${roles.join(', ')}.`,
    remedies[role] ?? 'Correct the role.',
  );
}

function checkOptionalText(field: string, value: JsonValue | undefined, findings: Findings): void {
  if (value !== undefined && value !== null && typeof value !== 'string') findings.wrongType(field, value, 'text');
}

function checkContent(at: string, message: JsonObject, role: Role, dialect: Dialect, findings: Findings): void {
  const content = message['content'];
  const field = `${at}.content`;
  const calls = message['tool_calls'];
  // A message that calls a tool need not say anything.
  if (role === 'assistant' && Array.isArray(calls) && (content === undefined || content === null || content === ''))
    return;
  if (role === 'assistant' && typeof message['refusal'] === 'string' && (content === undefined || content === null))
    return;
  if (!dialect.parts || !Array.isArray(content)) return void findings.text(field, content);
  if (!findings.nonEmptyList(field, content, 'content parts')) return;
  for (const [index, part] of content.entries()) checkPart(`${field}[${index}]`, part, role, findings);
}

function checkPart(field: string, part: unknown, role: Role, findings: Findings): void {
  if (!isObject(part)) {
    findings.wrongType(field, part, 'a content part as an object');
    return;
  }
  if (part['type'] === 'image_url' && role === 'user') {
    if (findings.object(field, part, ['type', 'image_url']))
      if (findings.object(`${field}.image_url`, part['image_url'], ['url', 'detail']))
        findings.text(`${field}.image_url.url`, part['image_url']['url']);
  } else if (part['type'] === 'text') {
    if (findings.object(field, part, ['type', 'text'])) findings.text(`${field}.text`, part['text']);
  } else
    findings.add(
      `${field}.type`,
      'content_part',
      `\`${field}\` is a content part of the type ${shown(part['type'])}, which cannot be trained on here.`,
      'Keep parts of the type text; in messages of the user also image_url.',
    );
}

/** Checks the tool calls of an assistant's message and returns them as open. */
function callsOf(at: string, message: JsonObject, dialect: Dialect, findings: Findings): OpenCall[] {
  const calls = message['tool_calls'];
  const field = `${at}.tool_calls`;
  if (calls === undefined || (calls === null && dialect.nulls.includes('tool_calls'))) return [];
  if (!findings.nonEmptyList(field, calls, 'tool calls')) return [];
  const open: OpenCall[] = [];
  for (const [index, call] of calls.entries()) {
    const place = `${field}[${index}]`;
    if (!findings.object(place, call, ['id', 'type', 'function'])) continue;
    const id = call['id'] ?? null;
    if (typeof id !== 'string' ? dialect.ids || id !== null : id === '')
      findings.wrongType(`${place}.id`, id, 'an id, as text');
    else if (id !== null && open.some((other) => other.id === id))
      findings.add(
        `${place}.id`,
        'tool_call_repeated',
        `The id “${id}” stands for two calls.`,
        'Give each call its own id.',
      );
    if (call['type'] !== 'function') findings.wrongType(`${place}.type`, call['type'], 'the text “function”');
    const called = call['function'];
    if (!findings.object(`${place}.function`, called, ['name', 'arguments'])) continue;
    checkToolName(`${place}.function.name`, called['name'], findings);
    const given = `${place}.function.arguments`;
    if (dialect.arguments === 'text') checkArgumentsText(given, called['arguments'], findings);
    else if (!isObject(called['arguments'])) findings.wrongType(given, called['arguments'], 'an object, not its JSON');
    open.push({ id: typeof id === 'string' ? id : null, name: called['name'], field: place });
  }
  return open;
}

/** Checks a tool's message and takes the call that it answers from the open ones. */
function checkResult(at: string, message: JsonObject, open: OpenCall[], dialect: Dialect, findings: Findings): void {
  const id = message['tool_call_id'] ?? null;
  const name = message['name'] ?? null;
  const field = `${at}.tool_call_id`;
  if (id === null ? dialect.ids : typeof id !== 'string') {
    findings.wrongType(field, message['tool_call_id'], 'the id of a tool call, as text');
    return;
  }
  const answered = open.findIndex((call) =>
    id !== null && call.id !== null ? call.id === id : name === null || call.name === name,
  );
  if (answered >= 0) open.splice(answered, 1);
  else
    findings.add(
      field,
      'tool_call_unmatched',
      `This result of a tool answers no call of the message before it${id === null ? '' : `: none has the id ${shown(id)}`}.`,
      'Put it right behind the message that made the call, with the id of the call.',
    );
}

function reportUnanswered(open: readonly OpenCall[], findings: Findings): void {
  for (const { field } of open)
    findings.add(
      field,
      'tool_call_unanswered',
      'No message of the role “tool” brings the result of this call before the conversation goes on.',
      'Add the result, or remove the call.',
    );
}
