import type { FormatReason } from '../../../../shared/domain/dataset.ts';
import type { Example } from '../../../../shared/domain/example.ts';
import type { Rule } from './rules.ts';

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
  /** All rows of a file must have the same columns, because readers infer them from the first. */
  sameColumns: boolean;
  /**
   * The row of an example, or why it has none. Keys come in the order in which they are written. The texts are taken as
   * they are: that none is empty or holds what trainers refuse is the care of `exampleOf`.
   */
  row(example: Example, shape: DatasetShape): RowResult;
  /**
   * Every rule of the format that a parsed row breaks; at least as strict as its consumers. What is wrong in a text or a
   * number, whatever the format, is found by `checkValues`.
   */
  check(row: unknown): readonly RowFinding[];
  /** The rules over all rows of one file; asked for anew for each file. */
  fileRules(): FileRules;
};
