import { textFlaws } from '../../../../../shared/rules/example.ts';
import { type Findings, isObject } from './findings.ts';

/** Far deeper than any row, and less than recursive readers can follow. */
const maxDepth = 100;

type Flaw = Exclude<keyof typeof textFlaws, 'empty_text'>;
const flaws: readonly { rule: Flaw; message: string; remedy: string }[] = [
  { rule: 'nul_character', message: 'holds a NUL character (U+0000).', remedy: 'Remove the character.' },
  {
    rule: 'lone_surrogate',
    message: 'holds half of a surrogate pair, which is no character.',
    remedy: 'Remove it where the file is made.',
  },
  {
    rule: 'special_token',
    message: 'holds a special token of a model, such as <|endoftext|>.',
    remedy: 'Remove the token: a trainer reads it as a command.',
  },
];

/**
 * Looks at every text and number of a row, whatever its format: for what trainers refuse and what readers change.
 *
 * @returns how many keys its objects have, to be compared with the keys of its JSON
 */
export function checkValues(row: unknown, findings: Findings): number {
  const path: (string | number)[] = [];
  let keys = 0;
  visit(row);
  return keys;

  function visit(value: unknown): void {
    if (typeof value === 'string') checkText(value);
    else if (typeof value === 'number') {
      if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER))
        findings.add(
          fieldOf(path),
          'inexact_number',
          `\`${fieldOf(path)}\` is a number with more digits than readers keep.`,
          'Write it as text, in quotes.',
        );
    } else if (typeof value === 'object' && value !== null) {
      if (path.length >= maxDepth) {
        if (path.length === maxDepth)
          findings.add(
            '',
            'too_deep',
            `The row is nested more than ${maxDepth} deep.`,
            'Write the row flatter, or remove it.',
          );
        return;
      }
      path.push(0);
      const last = path.length - 1;
      if (Array.isArray(value))
        for (let i = 0; i < value.length; i++) {
          path[last] = i;
          visit(value[i]);
        }
      else if (isObject(value))
        for (const key in value) {
          keys++;
          path[last] = key;
          checkText(key);
          visit(value[key]);
        }
      path.pop();
    }
  }

  function checkText(text: string): void {
    for (const { rule, message, remedy } of flaws)
      if (textFlaws[rule](text)) findings.add(fieldOf(path), rule, `\`${fieldOf(path)}\` ${message}`, remedy);
  }
}

/** As in `messages[2].content`. */
function fieldOf(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (field, step) => (typeof step === 'number' ? `${field}[${step}]` : field === '' ? step : `${field}.${step}`),
    '',
  );
}
