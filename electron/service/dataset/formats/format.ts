import type { Example } from '../../../../shared/domain/example.ts';

/** Why an example cannot be a row of a format, though it may be one of another. */
export type FormatReason =
  /** The format trains on an answer that passes the gate, and there is none. */
  | 'no_chosen'
  /** The format compares two answers, and there is one. */
  | 'no_pair'
  /** Turns must alternate, beginning with the customer, and these do not. */
  | 'turns_not_alternating';

export type JsonObject = { readonly [key: string]: JsonValue };
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/** What is wrong in a file, at a place that a person can go to, and what to do about it. */
export type Finding = {
  /** The first line is 1; for CSV and Parquet the row, without the header. 0: the file as a whole. */
  line: number;
  /** As in `messages[2].content`; empty for the line as a whole. */
  field: string;
  /** A stable name of the rule, as in `special_token`. */
  rule: string;
  /** What is there and what must be, in a sentence. */
  message: string;
  remedy: string;
};

/** How examples become rows of a format, and what a row of anybody's file must be. */
export type Format = {
  /** The row of an example, or why it has none. Keys come in the order in which they are written. */
  row(example: Example): { ok: true; row: JsonObject } | { ok: false; reason: FormatReason };
  /** Every rule that a parsed row breaks; at least as strict as its consumers. `line` is set by the caller. */
  check(row: unknown): Omit<Finding, 'line'>[];
};
