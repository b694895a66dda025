/** Characters that turn the direction of what follows them: a name must not reorder the sentence around it. */
const directional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** What no text shows and YAML does not allow: controls, half characters, and two that are no characters. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: to take them out is what it is for
const invisible = /[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]/g;

/** Anybody's text as one line that shows what it is. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(invisible, '\ufffd')
    .replace(directional, '\ufffd')
    .replace(/[\s\x85]+/g, ' ')
    .trim();
}

/**
 * Anybody's text within a line or a cell of Markdown, as the text that it is: no HTML, link, list or heading.
 *
 * CommonMark takes a backslash before any ASCII punctuation for that character, and so do the cells of a table:
 * https://spec.commonmark.org/0.31.2/#backslash-escapes.
 */
export function markdown(text: string): string {
  return oneLine(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** Anybody's text as a YAML scalar: JSON's strings are such scalars once they hold no character that YAML forbids. */
export function yamlString(text: string): string {
  return JSON.stringify(oneLine(text));
}

/** A number with its thousands apart, the same on every machine. */
export function figure(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${figure(value)} ${value === 1 ? one : many}`;
}

/** A table of Markdown; the first column is text and the others are figures. Cells come escaped. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const cell = (value: string | number) => (typeof value === 'number' ? figure(value) : value);
  return [
    line(head),
    line(head.map((_, column) => (column === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(row.map(cell))),
  ].join('\n');
}
