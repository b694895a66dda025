import { shown } from '../../../samples/import/problem.ts';
import type { FileRules, JsonValue, RowFinding } from '../format.ts';
import { Findings, isObject } from './findings.ts';

/** How much of a file `datasets` looks at to find out which columns it has, in bytes; the last line is read whole. */
const firstBatch = 10 * 2 ** 20;

type Kind = 'text' | 'number' | 'true or false' | 'a list' | 'an object';

function kindOf(value: JsonValue): Kind {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'true or false';
  return isObject(value) ? 'an object' : 'a list';
}

/** What the rows so far have at one place, as in `messages[].content`. */
class Column {
  readonly #field: string;
  /** The reader keeps this place as JSON, each value as it is: it has met objects with different keys here. */
  #json = false;
  #kind: Kind | null = null;
  #keys: readonly string[] = [];
  #items: Column | null = null;
  readonly #values = new Map<string, Column>();

  constructor(field: string) {
    this.#field = field;
  }

  /** @param first the row is in what the reader takes its columns from */
  see(value: JsonValue | undefined, first: boolean, findings: Findings): void {
    if (value === undefined || value === null || this.#json) return;
    const kind = kindOf(value);
    if (this.#kind === null) {
      this.#kind = kind;
      if (!first) {
        this.#late(`\`${this.#field}\` has its first value`, findings);
        return;
      }
      if (isObject(value)) this.#keys = Object.keys(value);
    }
    if (this.#kind !== kind) {
      this.#mixed(value, findings);
      return;
    }
    if (isObject(value)) this.#seeObject(value, first, findings);
    else if (Array.isArray(value)) {
      this.#items ??= new Column(`${this.#field}[]`);
      for (const item of value) this.#items.see(item, first, findings);
    }
  }

  #seeObject(value: { readonly [key: string]: JsonValue }, first: boolean, findings: Findings): void {
    const keys = Object.keys(value);
    if (keys.length === 0 || !sameKeys(keys, this.#keys)) {
      this.#json = first;
      if (!first) {
        const key = keys.find((other) => !this.#keys.includes(other)) ?? this.#keys.find((other) => !(other in value));
        this.#late(`An object in \`${this.#field}\` differs by its key \`${key ?? ''}\``, findings);
      }
      return;
    }
    for (const key of keys) columnOf(this.#values, key, `${this.#field}.`).see(value[key], first, findings);
  }

  #mixed(value: JsonValue, findings: Findings): void {
    findings.add(
      this.#field,
      'mixed_columns',
      `\`${this.#field}\` is ${shown(value)} here and ${this.#kind} in a row before.`,
      'Write the same type in every row: `datasets` gives a column one type.',
    );
  }

  #late(what: string, findings: Findings): void {
    findings.add(
      this.#field,
      'late_column',
      `${what} only behind the first 10 MB, from which \`datasets\` takes the columns.`,
      'Move such a row to the beginning of the file, or load the file with explicit features.',
    );
  }
}

function columnOf(columns: Map<string, Column>, key: string, above: string): Column {
  const known = columns.get(key);
  if (known) return known;
  const column = new Column(`${above}${key}`);
  columns.set(key, column);
  return column;
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, index) => key === b[index] || b.includes(key));
}

/**
 * Holds all rows of a file to the same columns, as Hugging Face's `datasets` needs them to load JSON Lines.
 *
 * It takes names and types from the first 10 MB. A column that comes or goes is filled with nulls or ends the loading.
 * Objects inside may differ (a tool's message has other keys than a user's) if already the first 10 MB show it: then
 * `datasets` 4.7 and later keep them as JSON.
 *
 * Source: `find_mixed_struct_types_field_paths` and the JSON loader of https://github.com/huggingface/datasets.
 */
export function sameColumns(): FileRules {
  let names: readonly string[] | null = null;
  const columns = new Map<string, Column>();
  let begin = 0;
  return {
    row(row, end): readonly RowFinding[] {
      const first = begin < firstBatch;
      begin = end;
      if (!isObject(row)) return [];
      const findings = new Findings();
      const keys = Object.keys(row);
      names ??= keys;
      if (!sameKeys(keys, names)) {
        const more = keys.find((key) => !names?.includes(key));
        const key = more ?? names.find((name) => !keys.includes(name)) ?? '';
        findings.add(
          key,
          'mixed_columns',
          more === undefined
            ? `The row has no \`${key}\`, and the first row has it.`
            : `The row has \`${key}\`, and the first row has not.`,
          'Give every row the same keys, with null where there is nothing.',
        );
      }
      for (const key of keys) columnOf(columns, key, '').see(row[key], first, findings);
      return findings.list;
    },
    end: () => [],
  };
}
