import type { Example } from '../../../../shared/domain/example.ts';
import type { Rule } from './rules.ts';

/** Why an example cannot be a row of a format, though it may be one of another. */
export type FormatReason =
  /** The format trains on an answer that passes the gate, and there is none. */
  | 'no_chosen'
  /** The format compares two answers, and there are no two different ones. */
  | 'no_pair'
  /** A prompt ends with the customer's words or a tool's result, and this one does not. */
  | 'no_question'
  /** A system prompt comes first, and this one comes later or comes twice. */
  | 'system_not_first'
  /** A tool call without a usable name, without arguments that are a JSON object, or not paired with its result. */
  | 'tool_use_malformed'
  /** Turns must alternate, beginning with the customer, and these do not. */
  | 'turns_not_alternating'
  /** An agent's turn says something and calls a tool, and the format has room for one of the two. */
  | 'text_beside_tool_call';

export type JsonObject = { readonly [key: string]: JsonValue };
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

/**
 * What holds for a dataset as a whole. A reader that infers columns takes them from the first rows, so all rows of a
 * dataset have the same ones, and each row has to know which.
 */
export type DatasetShape = {
  /** Some example has a tool, or a tool call in its prompt. */
  tools: boolean;
};

/** What is wrong in a file, at a place that a person can go to, and what to do about it. */
export type Finding = {
  /** The line in which the row begins, or in Parquet its number, counted from 1. 0: the file as a whole. */
  line: number;
  /** As in `messages[2].content`; empty for the line as a whole. */
  field: string;
  rule: Rule;
  /** What is there and what must be, in a sentence. */
  message: string;
  remedy: string;
};

/** A finding in one row. */
export type RowFinding = Omit<Finding, 'line'>;

/** The rules that rows break only together, such as columns that differ. */
export type FileRules = {
  /** @param end where the row ends in the file, in bytes from its start */
  row(row: unknown, end: number): readonly RowFinding[];
  /** What the file as a whole breaks, once all its rows were seen. */
  end(): readonly RowFinding[];
};

export type RowResult = { ok: true; row: JsonObject } | { ok: false; reason: FormatReason };

/** How examples become rows of a format, and what a row of anybody's file must be. */
export type Format = {
  /** What a file of the format is made of. */
  container: 'jsonl' | 'csv' | 'parquet';
  /**
   * The row of an example, or why it has none. Keys come in the order in which they are written. The texts are taken as
   * they are: that none is empty or holds what trainers refuse is the care of `exampleOf`.
   */
  row(example: Example, shape: DatasetShape): RowResult;
  /** Every rule of the format that a parsed row breaks; at least as strict as its consumers. */
  check(row: unknown): readonly RowFinding[];
  /** The rules over all rows of one file; asked for anew for each file. */
  fileRules(): FileRules;
};
