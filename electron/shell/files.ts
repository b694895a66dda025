import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { z } from 'zod';

/** A small JSON file of the person's own, such as preferences: read with defaults, replaced as a whole. */
export class JsonFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;
  #value: T;

  /** What cannot be read is set aside under another name, not overwritten. */
  constructor(path: string, schema: z.ZodType<T>, defaults: T) {
    this.#path = path;
    this.#schema = schema;
    this.#value = defaults;
    if (!existsSync(path)) return;
    try {
      const stored: unknown = JSON.parse(readFileSync(path, 'utf8'));
      this.#value = schema.parse({ ...defaults, ...(typeof stored === 'object' ? stored : {}) });
    } catch {
      renameSync(path, `${path}.unreadable`);
    }
  }

  get value(): T {
    return this.#value;
  }

  update(change: Partial<T>): T {
    this.#value = this.#schema.parse({ ...this.#value, ...change });
    const partial = `${this.#path}.partial`;
    const file = openSync(partial, 'w', 0o600);
    writeSync(file, JSON.stringify(this.#value, null, 2));
    fsyncSync(file);
    closeSync(file);
    renameSync(partial, this.#path);
    return this.#value;
  }
}
