import { readJson } from '../../../samples/import/json.ts';
import { type Findings, isObject } from './findings.ts';

/**
 * Names as OpenAI's API takes them, and so every template that copies its shape.
 * Source: `FunctionObject` in https://github.com/openai/openai-openapi.
 */
const toolName = /^[a-zA-Z0-9_-]{1,64}$/;
export const isToolName = (name: string): boolean => toolName.test(name);

export function checkToolName(field: string, name: unknown, findings: Findings): void {
  if (typeof name !== 'string') findings.wrongType(field, name, 'text');
  else if (!isToolName(name))
    findings.add(
      field,
      'tool_name',
      `\`${field}\` is no name that a tool can have.`,
      'Use 1 to 64 letters, digits, underscores and dashes.',
    );
}

/**
 * The tools that a row offers, as `{type: 'function', function: {name, description, parameters}}`.
 *
 * @param known keys of `function` beyond those three
 */
export function checkTools(field: string, value: unknown, known: readonly string[], findings: Findings): void {
  if (!Array.isArray(value)) {
    findings.wrongType(field, value, 'a list of tools');
    return;
  }
  const names = new Set<string>();
  for (const [index, tool] of value.entries()) {
    const at = `${field}[${index}]`;
    if (!findings.object(at, tool, ['type', 'function'])) continue;
    if (tool['type'] !== 'function') findings.wrongType(`${at}.type`, tool['type'], 'the text “function”');
    checkFunction(`${at}.function`, tool['function'], known, names, findings);
  }
}

/** One function of a list of tools; `names` are those of the functions before it. */
export function checkFunction(
  field: string,
  value: unknown,
  known: readonly string[],
  names: Set<string>,
  findings: Findings,
): void {
  if (!findings.object(field, value, ['name', 'description', 'parameters', ...known])) return;
  const { name, description, parameters } = value;
  checkToolName(`${field}.name`, name, findings);
  if (typeof name === 'string') {
    if (names.has(name))
      findings.add(
        `${field}.name`,
        'tool_repeated',
        `A tool “${name}” is there twice.`,
        'Give every tool its own name.',
      );
    names.add(name);
  }
  if (description !== undefined && description !== null && typeof description !== 'string')
    findings.wrongType(`${field}.description`, description, 'text');
  if (parameters !== undefined && parameters !== null && !isObject(parameters))
    findings.wrongType(`${field}.parameters`, parameters, 'a JSON Schema as an object');
}

/** Reports arguments of a tool call that are not the JSON of an object. */
export function checkArgumentsText(field: string, value: unknown, findings: Findings): void {
  if (typeof value !== 'string') {
    findings.wrongType(field, value, 'the JSON of an object, as text');
    return;
  }
  const read = readJson(value);
  if (read.ok && isObject(read.value)) return;
  findings.add(
    field,
    'tool_arguments',
    read.ok ? `\`${field}\` is JSON, but no object.` : `\`${field}\` is no usable JSON: ${read.problem.reason}`,
    'Write the arguments as the JSON of one object, as in {"order_id": "A1"}.',
  );
}
