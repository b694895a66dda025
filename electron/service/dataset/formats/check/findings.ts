import { shown } from '../../../samples/import/problem.ts';
import type { JsonObject, RowFinding } from '../format.ts';
import type { Rule } from '../rules.ts';

/** More findings of one row than these help nobody, and a row may be large. */
const most = 100;

/** Collects what is wrong in one row, with the checks that every format needs. */
export class Findings {
  readonly list: RowFinding[] = [];

  add(field: string, rule: Rule, message: string, remedy: string): void {
    if (this.list.length < most) this.list.push({ field, rule, message, remedy });
  }

  /** Reports a value of another type than the wanted one; undefined as a missing key. */
  wrongType(field: string, value: unknown, wanted: string): void {
    if (value === undefined)
      this.add(field, 'missing_key', `${of(field)} is missing.`, `Add it: it must be ${wanted}.`);
    else this.add(field, 'wrong_type', `${of(field)} is ${shown(value)}, but must be ${wanted}.`, 'Correct the value.');
  }

  /**
   * True for an object; reports what it is instead, and each key that is not known.
   *
   * @param nulls keys that are known where they have no value
   */
  object(field: string, value: unknown, known: readonly string[], nulls: readonly string[] = []): value is JsonObject {
    if (!isObject(value)) {
      this.wrongType(field, value, 'an object');
      return false;
    }
    for (const key in value)
      if (!known.includes(key) && !(nulls.includes(key) && (value[key] ?? null) === null))
        this.add(
          field === '' ? key : `${field}.${key}`,
          'unknown_key',
          `${of(field)} has a key \`${key}\`, which the format does not know.`,
          `Remove it, or rename it to one of ${known.join(', ')}.`,
        );
    return true;
  }

  /** True for a list that is not empty. */
  nonEmptyList(field: string, value: unknown, items: string): value is readonly unknown[] {
    if (!Array.isArray(value)) this.wrongType(field, value, `a list of ${items}`);
    else if (value.length === 0) this.add(field, 'empty_list', `${of(field)} is an empty list.`, `Give it ${items}.`);
    else return true;
    return false;
  }

  /** True for a text that says something. */
  text(field: string, value: unknown): value is string {
    if (typeof value !== 'string') this.wrongType(field, value, 'text');
    else if (value.trim() === '')
      this.add(field, 'empty_content', `${of(field)} is empty.`, 'Give it a text, or remove the row.');
    else return true;
    return false;
  }
}

const of = (field: string): string => (field === '' ? 'The row' : `\`${field}\``);

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
