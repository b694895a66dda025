import { RE2JS, RE2JSException } from 're2js';
import { builtInKinds, type Pattern } from '../../../../shared/domain/personal-data.ts';
import { AssayError } from '../../../../shared/errors.ts';
import type { Recogniser, Span } from './kinds.ts';
import { labelOf } from './token.ts';

const nameShape = /^[a-z][a-z0-9]*(?:[ _-][a-z0-9]+)*$/i;

/** A value is no longer than this; and so each look at a text is short, which keeps any pattern linear. */
const longestValue = 100;
const step = 200;
const inWord = /[0-9A-Za-z_]/;
/** Each reads every text, in a thread that is waited for when Assay closes. */
const mostPatterns = 100;

/**
 * Compiles the patterns of a lead, each matched within a line (`^` and `$` are a line's), for values of up to 100
 * characters.
 *
 * RE2 has no backtracking, so one search costs no more than its text. Many searches, one after another, may still each
 * read to the end of the text before they settle for a short match; a window bounds that.
 *
 * @throws AssayError invalid-input for too many, a name that cannot be a kind, or a pattern that does not compile or finds
 *   nothing
 */
export function compilePatterns(patterns: readonly Pattern[]): { kind: string; find: Recogniser }[] {
  if (patterns.length > mostPatterns)
    throw refused(
      `${patterns.length} patterns are too many: each reads every text.`,
      `Keep to ${mostPatterns}, as by “(?:one|other)” for two of the same kind.`,
    );
  const labels = new Set<string>(builtInKinds.map(labelOf));
  return patterns.map(({ name, pattern }) => {
    if (!nameShape.test(name)) {
      throw refused(`“${name}” cannot be the name of a pattern.`, 'Use letters and digits, as in “member id”.');
    }
    if (labels.has(labelOf(name))) {
      throw refused(
        `The name “${name}” is taken.`,
        'Give every pattern a name of its own, and none of a built-in kind.',
      );
    }
    labels.add(labelOf(name));
    const compiled = compile(name, pattern);
    return { kind: name, find: (text) => (compiled.test(text) ? matchesIn(compiled, text) : []) };
  });
}

function compile(name: string, pattern: string): RE2JS {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern, RE2JS.MULTILINE);
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    // The flags are put before the pattern, and nobody wrote them.
    const said = error.message
      .replace(/^error parsing regexp: /, '')
      .replace('`(?m)', '`')
      .replace(/\s+/g, ' ');
    throw refused(
      `The pattern “${name}” does not compile: ${said}.`,
      'Write it in RE2 syntax, which has no lookahead and no backreferences.',
    );
  }
  if (['', 'a', '1 '].some((text) => matchesEmpty(compiled, text))) {
    throw refused(
      `The pattern “${name}” matches the empty string.`,
      'Say at least one character that must be there, as in “[0-9]+” for “[0-9]*”.',
    );
  }
  return compiled;
}

function matchesEmpty(compiled: RE2JS, text: string): boolean {
  const matcher = compiled.matcher(text);
  while (matcher.find()) if (matcher.start() === matcher.end()) return true;
  return false;
}

function refused(message: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid-input', message, safe: 'Nothing was changed.', remedy });
}

function matchesIn(compiled: RE2JS, text: string): Span[] {
  const found: Span[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    matchesInLine(compiled, text, { start, end }, found);
    start = end + 1;
  }
  return found;
}

/**
 * Takes in the rest of the words in which a match begins and ends: a value that is replaced by half is still one, and
 * its rest would be another word than before. Words as RE2's `\b` has them.
 */
function wholeWords(text: string, { start, end }: Span, line: Span): Span {
  let [first, last] = [start, end];
  if (inWord.test(text.charAt(first))) while (first > line.start && inWord.test(text.charAt(first - 1))) first--;
  if (inWord.test(text.charAt(last - 1))) while (last < line.end && inWord.test(text.charAt(last))) last++;
  return { start: first, end: last };
}

function matchesInLine(compiled: RE2JS, text: string, line: Span, found: Span[]): void {
  for (let from = line.start; from < line.end; ) {
    // One character before the window tells whether a word begins there.
    const base = Math.max(line.start, from - 1);
    const next = Math.min(from + step, line.end);
    const matcher = compiled.matcher(text.slice(base, Math.min(next + longestValue, line.end)));
    let done = from;
    for (let more = matcher.find(from - base); more; more = matcher.find()) {
      const [start, end] = [base + matcher.start(), base + matcher.end()];
      if (start >= next) break;
      if (start < done || end === start || end - start > longestValue) continue;
      const whole = wholeWords(text, { start, end }, line);
      found.push(whole);
      done = whole.end;
    }
    from = Math.max(done, next);
  }
}
