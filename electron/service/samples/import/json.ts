import type { Problem } from './problem.ts';
import { byte, isBlank } from './records.ts';

export type ReadJson = { ok: true; value: unknown } | { ok: false; problem: Problem };

/** Escapes of what a store would lose: NUL, surrogates, and the underscore that could hide a `__proto__`. */
const riskyEscape = /\\u(?:0000|[dD][89a-fA-F]|005[fF])/;

/**
 * Reads JSON strictly: what would be changed or lost on the way is refused instead.
 *
 * JSON.parse silently drops the first of two equal keys, rounds large integers and makes 1e999 infinite; a NUL and half
 * a surrogate pair cannot be stored as text by SQLite's or Postgres' functions. Every line pays for the signs of these
 * that are looked for here; only a line that has one is looked through.
 */
export function readJson(text: string): ReadJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, problem: syntaxProblem(text, error) };
  }
  const found: Contents = { keys: 0, largeNumbers: 0, tooDeep: false };
  count(value, 0, found);
  if (found.tooDeep) return { ok: false, problem: tooDeep };
  const suspicious =
    found.largeNumbers > 0 || text.includes('__proto__') || (text.includes('\\u') && riskyEscape.test(text));
  const problem = (suspicious ? lossyProblem(text) : null) ?? doubledKey(text, found.keys);
  return problem ? { ok: false, problem } : { ok: true, value };
}

type Contents = {
  keys: number;
  /** Numbers beyond what is exact: they may have been other numbers in the text. */
  largeNumbers: number;
  tooDeep: boolean;
};

function count(value: unknown, depth: number, found: Contents): void {
  if (typeof value === 'number' && !(Math.abs(value) <= Number.MAX_SAFE_INTEGER)) found.largeNumbers++;
  if (typeof value !== 'object' || value === null) return;
  if (depth === maxDepth) {
    found.tooDeep = true;
    return;
  }
  const inside = Object.values(value);
  if (!Array.isArray(value)) found.keys += inside.length;
  for (const item of inside) if (typeof item !== 'string') count(item, depth + 1, found);
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
function textFault(text: string): string | null {
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

/**
 * Compares the keys in the text with those that were kept. Counting is cheap; only a difference is looked into.
 *
 * @param text valid JSON
 * @param kept how many keys the objects have that it was read as
 */
export function doubledKey(text: string, kept: number): Problem | null {
  const key = keysIn(text) === kept ? null : findDoubledKey(text);
  return key === null
    ? null
    : {
        field: key,
        reason: `It has the key \`${key}\` twice, and only one of the two values could be kept.`,
        remedy: 'Write every key of an object once.',
      };
}

/** How many keys a JSON text has; null when blanks before a colon, in text or not, make that uncertain. */
function keysIn(text: string): number | null {
  let keys = 0;
  for (let i = text.indexOf(':'); i >= 0; i = text.indexOf(':', i + 1)) {
    const before = text.charCodeAt(i - 1);
    // A quote behind a backslash is text: JSON inside JSON is common among sources.
    if (before === byte.quote && text.charCodeAt(i - 2) !== byte.backslash) keys++;
    else if (isBlank(before)) return null;
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
