import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** Digests of a file, in hex, by one reading, which the signal ends. @throws the system's own error */
export async function digestsOf<A extends string>(
  path: string,
  algorithms: readonly A[],
  signal: AbortSignal,
): Promise<Record<A, string>> {
  const hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)] as const);
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20, signal }))
    for (const [, hash] of hashes) hash.update(chunk);
  return Object.fromEntries(hashes.map(([algorithm, hash]) => [algorithm, hash.digest('hex')])) as Record<A, string>;
}
