import { open, stat } from 'node:fs/promises';
import { AssayError } from '../../../../../shared/errors.ts';
import { codeOf } from '../../refusals.ts';

/** How somebody follows a long check, and ends it. */
export type Watch = {
  /** Ends the check with an AssayError of the kind `cancelled`. */
  signal?: AbortSignal;
  /** Called now and then with what was read, in bytes. */
  progressed?: (done: number, total: number) => void;
};

const chunkBytes = 2 ** 20;

/** The size of a file in bytes. @throws AssayError io */
export async function sizeOf(path: string): Promise<number> {
  try {
    const stats = await stat(path);
    if (stats.isFile()) return stats.size;
  } catch (error) {
    throw unreadable(path, error);
  }
  throw unreadable(path, null);
}

/** The bytes of a file, piece by piece; each is valid until the next one is asked for. @throws AssayError io, cancelled */
export async function* chunks(path: string, { signal, progressed }: Watch): AsyncGenerator<Buffer> {
  const total = await sizeOf(path);
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const file = await open(path).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    for (let done = 0; ; ) {
      throwIfStopped(signal);
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, done).catch((error: unknown) => {
        throw unreadable(path, error);
      });
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
      done += bytesRead;
      progressed?.(done, total);
    }
  } finally {
    await file.close();
  }
}

export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new AssayError({
    kind: 'cancelled',
    message: 'The check was stopped before its end.',
    safe: 'The file was only read.',
    remedy: 'Run it again when you like.',
  });
}

/** Says what the file system refused. @param cause null where the path is no file */
export function unreadable(path: string, cause: unknown): AssayError {
  const reasons: Record<string, string> = {
    ENOENT: `There is no file ${path}.`,
    ENOTDIR: `There is no file ${path}.`,
    EACCES: `Assay may not read ${path}.`,
    EPERM: `Assay may not read ${path}.`,
  };
  const code = codeOf(cause);
  const message =
    cause === null ? `${path} is no ordinary file.` : (reasons[code] ?? `${path} cannot be read (${code}).`);
  return new AssayError(
    { kind: 'io', message, safe: 'Nothing was changed.', remedy: 'Check the path, and read the file again.' },
    { cause },
  );
}
