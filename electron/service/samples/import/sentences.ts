import { z } from 'zod';
import { type Problem, shown } from './problem.ts';

/** More problems of one line than these help nobody. */
const maxProblems = 10;

/** What a schema found, in sentences for the person who made the file. */
export function problemsOf(schema: z.ZodType, error: z.ZodError, input: unknown): Problem[] {
  return error.issues.slice(0, maxProblems).map((issue) => {
    const field = pathOf(issue.path);
    const value = valueAt(input, issue.path);
    if (value === undefined)
      return { field, reason: `\`${field}\` is missing.`, remedy: `Add \`${field}\` to the sample.` };
    if (issue.code === 'custom')
      return { field, reason: `\`${field}\`, ${shown(value)}, ${issue.message}.`, remedy: 'Correct the value.' };
    const wanted = schemaAt(schema, issue.path);
    const is = value === '' ? 'empty' : shown(value);
    return {
      field,
      reason: `\`${field}\` is ${is}, but must be ${wanted ? describe(wanted) : issue.message}.`,
      remedy: remedyFor(wanted, value),
    };
  });
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

type Schema = z.core.$ZodType;

/** The schema of one field, without what makes it optional. */
function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema | null {
  let at: Schema | undefined = schema;
  for (const key of path) {
    if (at instanceof z.ZodObject) at = at.shape[String(key)];
    else if (at instanceof z.ZodArray) at = at.element;
    else return null;
    while (at instanceof z.ZodOptional || at instanceof z.ZodNullable) at = at.unwrap();
  }
  return at ?? null;
}

function describe(schema: Schema): string {
  if (schema instanceof z.ZodString) return describeText(schema.minLength, schema.maxLength);
  if (schema instanceof z.ZodNumber) return describeNumber(schema.minValue, schema.maxValue);
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.map(shown).join(', ')}`;
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(shown).join(' or ');
  if (schema instanceof z.ZodArray) return 'a list';
  if (schema instanceof z.ZodUnion) return schema.options.map(describe).join(' or ');
  return 'an object';
}

function describeText(min: number | null, max: number | null): string {
  if (max !== null) return `text of ${min ?? 0} to ${max} characters`;
  return min === null ? 'text' : 'text that is not empty';
}

function describeNumber(min: number | null, max: number | null): string {
  return Number.isFinite(min) && Number.isFinite(max) ? `a number between ${min} and ${max}` : 'a number';
}

function remedyFor(wanted: Schema | null, value: unknown): string {
  if (wanted instanceof z.ZodString && typeof value === 'number') return 'Write it as text, in quotes.';
  if ((wanted instanceof z.ZodNumber || wanted instanceof z.ZodBoolean) && typeof value === 'string')
    return 'Write it without quotes.';
  return 'Correct the value.';
}
