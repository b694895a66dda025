import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes on disk. A file that was put together from parts is several of them, in order. */
export type Blob = { paths: string[]; bytes: number };
export type Digests = { sha256: string; md5: string };

/** Keeps bytes in a temporary folder: nothing that is uploaded is ever whole in memory. */
export class Storage {
  readonly #folder: string;
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Writes what arrives up to a limit, and reads the rest without keeping it: `bytes` then tells more than is there. */
  async write(content: AsyncIterable<Buffer>, limit: number, see: (chunk: Buffer) => void): Promise<Blob> {
    const path = join(this.#folder, `blob-${++this.#count}`);
    const file = await open(path, 'wx');
    let bytes = 0;
    try {
      for await (const chunk of content) {
        bytes += chunk.length;
        if (bytes > limit) continue;
        see(chunk);
        await file.writeFile(chunk);
      }
    } finally {
      await file.close();
    }
    return { paths: [path], bytes };
  }

  /** The bytes in order. */
  async *read({ paths }: Blob): AsyncGenerator<Buffer> {
    for (const path of paths) yield* createReadStream(path, { highWaterMark: 1024 ** 2 });
  }
}

/** Both digests of bytes that pass by. */
export class Hasher {
  #sha256 = createHash('sha256');
  #md5 = createHash('md5');

  readonly update = (chunk: Buffer): void => {
    this.#sha256.update(chunk);
    this.#md5.update(chunk);
  };

  /** One that goes on from here; this one stays as it is. */
  copy(): Hasher {
    const copy = new Hasher();
    copy.#sha256 = this.#sha256.copy();
    copy.#md5 = this.#md5.copy();
    return copy;
  }

  digests(): Digests {
    return { sha256: this.#sha256.copy().digest('hex'), md5: this.#md5.copy().digest('hex') };
  }
}
