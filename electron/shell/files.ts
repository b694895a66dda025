import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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
    const next = this.#schema.parse({ ...this.#value, ...change });
    replaceFile(this.#path, JSON.stringify(next, null, 2));
    this.#value = next;
    return next;
  }
}

/** Puts a file in the place of another, whole or not at all, for this person alone. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const partial = `${path}.partial`;
  const file = openSync(partial, 'w', 0o600);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(partial, path);
}
