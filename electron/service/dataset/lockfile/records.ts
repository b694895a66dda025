import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import type { z } from 'zod';
import { AssayError } from '../../../../shared/errors.ts';

const atOnce = 2 ** 18;

/**
 * The records of a file that a build has written, one JSON object a line, one at a time.
 *
 * @param read told all bytes of the file, as they are read
 * @throws AssayError invalid-input with file and line, when somebody has changed it
 */
export function* readRecords<T>(
  path: string,
  schema: z.ZodType<T>,
  read: (bytes: Buffer) => void = () => {},
): Generator<T> {
  let number = 0;
  for (const line of linesOf(path, read)) {
    number++;
    let record: T;
    try {
      record = schema.parse(JSON.parse(line));
    } catch (error) {
      throw new AssayError(
        {
          kind: 'invalid-input',
          message: `Line ${number} of ${path} is not what a build has written there.`,
          safe: 'Nothing was changed.',
          remedy: 'Verify the dataset: it tells which of its files were changed.',
        },
        { cause: error },
      );
    }
    yield record;
  }
}

function* linesOf(path: string, told: (bytes: Buffer) => void): Generator<string> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const bytes = Buffer.alloc(atOnce);
    let rest = '';
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
      const part = bytes.subarray(0, read);
      told(part);
      const lines = (rest + decoder.write(part)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    if (rest !== '') yield rest;
  } finally {
    closeSync(file);
  }
}
