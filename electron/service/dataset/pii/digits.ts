import type { DigitRun, Span } from './kinds.ts';

const isDigit = (code: number) => code >= 48 && code <= 57;

/** What may stand inside one number: space, no-break space, hyphens, dashes, dot, slash, parentheses. */
const separator = new Set(
  [...' \u00a0\u202f-\u2010\u2011\u2012\u2013./()'].map((character) => character.charCodeAt(0)),
);
const longestGap = 3;

/** The digit runs of a text, in order. Reads every character once. */
export function digitRuns(text: string): DigitRun[] {
  const runs: DigitRun[] = [];
  let run: Span[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < text.length; at++) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const start = at;
    while (at < text.length && isDigit(text.charCodeAt(at))) at++;
    if (!isGap(text, end, start)) {
      run = [];
      runs.push(run);
    }
    run.push({ start, end: at });
    end = at;
  }
  return runs;
}

function isGap(text: string, from: number, to: number): boolean {
  if (to - from > longestGap) return false;
  for (let at = from; at < to; at++) if (!separator.has(text.charCodeAt(at))) return false;
  return true;
}

/** How many digits a run has in all. */
export function sizeOf(run: DigitRun): number {
  return run.reduce((sum, { start, end }) => sum + end - start, 0);
}

/** The digits alone. */
export function digitsOf(text: string): string {
  return text.replace(/[^0-9]+/g, '');
}

/** The end of a text before a place, for looking what a number is called there. Short, so that looking is cheap. */
export function before(text: string, at: number, length: number): string {
  return text.slice(Math.max(0, at - length), at);
}

const productLabel =
  /(?:(?:^|[^\p{L}])(?:sku|ean|upc|isbn|issn|gtin|asin|mpn|model|item|part|article|product|serial|version|firmware|build)|artikel|modell|teile|serien)(?:[ _-]?(?:nummer|number|code|nr|no|id))?["'.:#=\s-]{0,4}$/iu;

/** True when what begins here is called a product's number: not a person's. */
export function isProductCode(text: string, start: number): boolean {
  return productLabel.test(before(text, start, 32));
}
