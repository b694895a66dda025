/** Where something stands in a text, in UTF-16 units; `end` is exclusive. */
export type Span = { start: number; end: number };

/** Something in a text that looks like personal data, for a person to confirm: `value` is `text.slice(start, end)`. */
export type Finding = Span & { kind: string; value: string };

/**
 * A sequence of digit groups that separators hold together, as in `+49 (0)30 / 123-45`. Digits are 0-9: full-width and
 * other scripts' digits are left alone, since no numbering plan here is written in them.
 */
export type DigitRun = readonly Span[];

/** Gives the places of one kind in a text; they may overlap. `runs` are the digits of that text, read once for all. */
export type Recogniser = (text: string, runs: readonly DigitRun[]) => Span[];
