import type { Problem } from './problem.ts';

export type ReadJson = { ok: true; value: unknown } | { ok: false; problem: Problem };

/** What JSON.parse takes and a store would lose: looked for only where the text has a sign of it. */
const suspicious = /\\u(?:0000|[dD][89a-fA-F]|005[fF])|__proto__|[:[,]\s*-?(?:\d{16}|\d[\d.]*[eE]\+?\d{3})/;

/**
 * Reads JSON strictly: what would be changed or lost on the way is refused instead.
 *
 * JSON.parse silently drops the first of two equal keys, rounds large integers and makes 1e999 infinite; a NUL and half
 * a surrogate pair cannot be stored as text by SQLite's or Postgres' functions.
 */
export function readJson(text: string): ReadJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: syntaxProblem(text, error) };
  }
  const keys = countKeys(value, 0);
  const problem =
    keys === null ? tooDeep : ((suspicious.test(text) ? lossyProblem(text) : null) ?? doubledKey(text, keys));
  return problem ? { ok: false, problem } : { ok: true, value };
}

/** Far deeper than any sample, and less than SQLite's JSON functions or a recursive reader can follow. */
const maxDepth = 200;
const tooDeep: Problem = {
  field: null,
  reason: `Its lists and objects are nested more than ${maxDepth} deep.`,
  remedy: 'Write the sample flatter.',
};

function syntaxProblem(text: string, error: unknown): Problem {
  const problem = (reason: string, remedy: string): Problem => ({ field: null, reason, remedy });
  // V8 tells a position for some mistakes only.
  const message = error instanceof Error ? error.message : String(error);
  const found = /at position (\d+)/.exec(message);
  const position = found ? Number(found[1]) : null;
  const word = /token '[NI]'|minus sign/.test(message) && /[:[,]\s*-?(NaN|Infinity)\s*[,\]}]/.exec(text);
  if (word) return problem(`It holds ${word[1]}, which JSON does not know.`, 'Write null where there is no number.');
  if (/end of JSON|Unterminated/.test(message) || (position !== null && position >= text.trimEnd().length))
    return problem(
      'The JSON ends too early: it was cut off.',
      'Write each sample whole, on one line, and import again.',
    );
  if (/after JSON/.test(message))
    return problem('There is something after the end of its JSON object.', 'Put each sample on a line of its own.');
  const where = position === null ? '' : ` at character ${position + 1}`;
  return problem(`It is not valid JSON${where}.`, 'Write each sample as one JSON object on one line.');
}

class Lossy extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.reason);
    this.problem = problem;
  }
}

/** Looks at every key and value beside its source text. Slow, and rarely asked for. */
function lossyProblem(text: string): Problem | null {
  try {
    JSON.parse(text, (key: string, value: unknown, context?: { source?: string }) => {
      if (key === '__proto__')
        throw new Lossy({
          field: key,
          reason: 'It has a key `__proto__`, which is not allowed.',
          remedy: 'Rename it.',
        });
      checkText(key, key);
      if (typeof value === 'string') checkText(key, value);
      if (typeof value === 'number') checkNumber(key, value, context?.source ?? '');
      return value;
    });
    return null;
  } catch (error) {
    if (error instanceof Lossy) return error.problem;
    throw error;
  }
}

/** What text of a sample may not hold, as a reason; null when it is fine. */
export function textFault(text: string): string | null {
  if (text.includes('\0')) return 'a NUL character (U+0000)';
  return text.isWellFormed() ? null : 'half of a surrogate pair, which is no character';
}

function checkText(key: string, text: string): void {
  const fault = textFault(text);
  if (fault)
    throw new Lossy({
      field: key.isWellFormed() ? key : null,
      reason: `Its text holds ${fault}: databases cannot store it.`,
      remedy: 'Remove the character where the file is made.',
    });
}

function checkNumber(key: string, value: number, source: string): void {
  if (!Number.isFinite(value))
    throw new Lossy({
      field: key,
      reason: `\`${key}\` is ${source}, a number too large to be kept.`,
      remedy: 'Write it as text, in quotes, or correct it.',
    });
  if (/^-?\d+$/.test(source) && !Number.isSafeInteger(value))
    throw new Lossy({
      field: key,
      reason: `\`${key}\` is ${source}, a number with more digits than can be kept exactly.`,
      remedy: 'Write it as text, in quotes.',
    });
}

/** Compares the keys in the text with those that were kept. Counting is cheap; only a difference is looked into. */
function doubledKey(text: string, kept: number): Problem | null {
  let colons = 0;
  // A quote behind a backslash is text: JSON inside JSON is common among sources.
  for (let i = text.indexOf('":'); i >= 0; i = text.indexOf('":', i + 2)) if (text[i - 1] !== '\\') colons++;
  if (colons === kept && !/"\s+:/.test(text)) return null;
  const key = findDoubledKey(text);
  return key === null
    ? null
    : {
        field: key,
        reason: `It has the key \`${key}\` twice, and only one of the two values could be kept.`,
        remedy: 'Write every key of an object once.',
      };
}

/** Null when it is nested too deeply. */
function countKeys(value: unknown, depth: number): number | null {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth === maxDepth) return null;
  const inside = Object.values(value);
  let keys = Array.isArray(value) ? 0 : inside.length;
  for (const item of inside) {
    if (typeof item !== 'object') continue;
    const deeper = countKeys(item, depth + 1);
    if (deeper === null) return null;
    keys += deeper;
  }
  return keys;
}

/** The first key that an object of this valid JSON text has twice. */
function findDoubledKey(text: string): string | null {
  const open: Set<string>[] = [];
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (char === '{' || char === '[') open.push(new Set());
    else if (char === '}' || char === ']') open.pop();
    else if (char === '"') {
      const end = endOfText(text, i);
      const keys = open.at(-1);
      if (keys && /^\s*:/.test(text.slice(end + 1, end + 100))) {
        const key = String(JSON.parse(text.slice(i, end + 1)));
        if (keys.has(key)) return key;
        keys.add(key);
      }
      i = end;
    }
  }
  return null;
}

/** Where the text that opens at `start` closes: at the next quote that no backslash escapes. */
function endOfText(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}
