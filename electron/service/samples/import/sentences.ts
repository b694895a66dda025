import type { z } from 'zod';
import { type Problem, shown } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** More problems of one line than these help nobody. */
const maxProblems = 10;

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

/** What a schema found, in sentences for the person who made the file. */
export function problemsOf(error: z.ZodError, input: unknown): Problem[] {
  return error.issues.slice(0, maxProblems).map((issue) => {
    const field = pathOf(issue.path);
    const value = valueAt(input, issue.path);
    if (value === undefined)
      return { field, reason: `\`${field}\` is missing.`, remedy: `Add \`${field}\` to the sample.` };
    if (issue.code === 'custom')
      return { field, reason: `\`${field}\`, ${shown(value)}, ${issue.message}.`, remedy: 'Correct the value.' };
    const is = value === '' ? 'empty' : shown(value);
    return {
      field,
      reason: `\`${field}\` is ${is}, but must be ${expectation(issue)}.`,
      remedy: remedyFor(issue, value),
    };
  });
}

export function pathOf(path: readonly PropertyKey[]): string {
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

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return `one of ${issue.values.map((value) => shown(value)).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string') return 'text that is not empty';
      return `at least ${issue.minimum}`;
    case 'too_big':
      if (issue.origin === 'string') return `at most ${issue.maximum} characters long`;
      return `at most ${issue.maximum}`;
    case 'invalid_union':
      return issue.errors.map((errors) => errors.map(expectation).join(' and ')).join(', or ');
    default:
      return issue.message;
  }
}

function remedyFor(issue: Issue, value: unknown): string {
  if (issue.code !== 'invalid_type') return 'Correct the value.';
  if (issue.expected === 'string' && typeof value === 'number') return 'Write it as text, in quotes.';
  if ((issue.expected === 'number' || issue.expected === 'boolean') && typeof value === 'string')
    return 'Write it without quotes.';
  return 'Correct the value.';
}
