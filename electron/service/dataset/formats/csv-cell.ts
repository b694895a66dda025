/**
 * What makes a spreadsheet take a cell for a formula: = + - @, also in full width, tab and line ends.
 * Source: https://owasp.org/www-community/attacks/CSV_Injection.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const guarded = /^['=+\-@\t\r\n＝＋－＠]/;

export const isFormula = (cell: string): boolean => formulaStart.test(cell);

/**
 * A text as a cell that no spreadsheet computes: one that begins like a formula gets an apostrophe before it. So does
 * one that begins with an apostrophe, so that the way back is exact: take one apostrophe from the beginning of a cell.
 */
export const toCell = (text: string): string => (guarded.test(text) ? `'${text}` : text);

/** The text of a cell that `toCell` made. */
export const fromCell = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);
