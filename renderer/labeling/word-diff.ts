import { diffWordsWithSpace } from 'diff';
import { trimCommon } from './edit-distance.ts';

export type DiffPart = { kind: 'same' | 'added' | 'removed' | 'left out'; text: string };

/** A diff that takes longer than this is given up: the key after it must not wait. */
const timeoutMs = 40;

/**
 * The word diff from draft answer to correction.
 *
 * What both texts begin and end with is cut away first, so that the cost is that of the change and not of the text. A
 * rewrite too large for its time is shown as one removal and one addition.
 */
export function wordDiff(from: string, to: string): DiffPart[] {
  const { start, a, b } = trimToWords(from, to);
  const changes = diffWordsWithSpace(a, b, { timeout: timeoutMs }) ?? [
    { value: a, removed: true, added: false },
    { value: b, removed: false, added: true },
  ];
  const parts: DiffPart[] = [
    { kind: 'same', text: from.slice(0, start) },
    ...changes.map(
      ({ value, added, removed }): DiffPart => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value }),
    ),
    { kind: 'same', text: from.slice(start + a.length) },
  ];
  return parts.filter(({ text }) => text !== '');
}

/** Common ends, cut back to the space before them: half a word is no word. */
function trimToWords(from: string, to: string): { start: number; a: string; b: string } {
  const { start, a, b } = trimCommon(from, to);
  const wordStart = from.slice(0, start).search(/\S*$/);
  const tail = from.slice(start + a.length);
  const wordEnd = tail.search(/\s|$/);
  return {
    start: wordStart,
    a: from.slice(wordStart, start + a.length + wordEnd),
    b: to.slice(wordStart, start + b.length + wordEnd),
  };
}

/** What is shown of an unchanged stretch on either side of a change. */
const context = 80;

/** The diff with long unchanged stretches left out: the answer itself stands above it. */
export function shortened(parts: readonly DiffPart[]): DiffPart[] {
  return parts.flatMap((part, index): DiffPart[] => {
    if (part.kind !== 'same') return [part];
    const head = index === 0 ? '' : headOf(part.text);
    const tail = index === parts.length - 1 ? '' : tailOf(part.text);
    if (head.length + tail.length >= part.text.length) return [part];
    const shown: DiffPart[] = [
      { kind: 'same', text: head },
      { kind: 'left out', text: part.text.slice(head.length, part.text.length - tail.length) },
      { kind: 'same', text: tail },
    ];
    return shown.filter(({ text }) => text !== '');
  });
}

/** About `context` characters, to the end of a word. */
function headOf(text: string): string {
  const end = text.slice(context).search(/\s/);
  return end < 0 || end > context ? text.slice(0, 2 * context) : text.slice(0, context + end);
}

function tailOf(text: string): string {
  const from = Math.max(0, text.length - context);
  const start = text.slice(0, from).search(/\S*$/);
  return from - start > context ? text.slice(from) : text.slice(start);
}
